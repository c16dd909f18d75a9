package dev.fivefifty.http;

import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.rule.Attachment;
import java.util.Map;
import java.util.regex.Pattern;

/** What is in an attachment, decoded. */
record AttachmentRoute(Control control) implements Route {
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}");

  @Override
  public String path() {
    return "/api/v1/messages/{number}/attachments/{attachment}";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", this::show);
  }

  private Answer show(Request request) throws Refusal {
    ReceivedMessage message = MessageRoute.message(request, control);
    long number = request.number("attachment");
    int attachments = message.attachments().size();
    if (number < 1 || number > attachments) {
      throw new Refusal(
          404,
          "message " + message.number() + " has " + attachments + " attachments, not " + number);
    }
    Attachment attachment = message.attachments().get((int) number - 1);
    byte[] content = message.attachmentContent((int) number).orElse(new byte[0]);
    boolean isType = MEDIA_TYPE.matcher(attachment.type()).matches();
    return Answer.of(200, isType ? attachment.type() : "application/octet-stream", content)
        // Mail can hold anything, and a browser shall run none of it as if it came from here.
        .with("Content-Security-Policy", "sandbox; default-src 'none'")
        .with(
            "Content-Disposition",
            "attachment; filename*=UTF-8''" + Percent.encode(attachment.name()));
  }
}
