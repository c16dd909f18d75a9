package dev.fivefifty.junit;

import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link ReplyTest} does. */
final class ReplyTests implements TestTemplateInvocationContextProvider {
  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getTestMethod(), ReplyTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    ReplyTest test =
        AnnotationSupport.findAnnotation(context.getTestMethod(), ReplyTest.class).orElseThrow();
    Matrix matrix =
        new Matrix(context, "ReplyTest", test.server(), Narrowing.of(test), test.at().length > 0);
    Set<Integer> codes = codes(matrix, test);
    if (codes.isEmpty() && test.replies().length == 0) {
      throw matrix.misuse(
          "says no reply: write codes = {450, 550}, sets = ReplySet.COMMON, or"
              + " replies = \"450 4.2.1 Too quickly\"");
    }
    for (int code : codes) {
      for (Stage stage : stages(matrix, test, code)) {
        Reply reply = TypicalReply.of(code, stage);
        add(matrix, head(reply), reply, stage);
      }
    }
    for (Reply reply : replies(matrix, test)) {
      for (Stage stage : stages(matrix, test, reply.code())) {
        add(matrix, String.join(" / ", reply.toString().split("\n")), reply, stage);
      }
    }
    return matrix.invocations();
  }

  private static void add(Matrix matrix, String name, Reply reply, Stage stage) {
    matrix.add(name + " at " + stage, Rule.at(stage).reply(reply), Need.of(stage), reply, stage);
  }

  private static String head(Reply reply) {
    return reply.code() + (reply.enhanced() == null ? "" : " " + reply.enhanced());
  }

  private static Set<Integer> codes(Matrix matrix, ReplyTest test) {
    Set<Integer> codes = new LinkedHashSet<>();
    for (int code : test.codes()) {
      if (code < 200 || code > 599) {
        throw matrix.misuse(
            "says code "
                + code
                + ", but a reply's is 200 to 599 (anything else can be said with"
                + " @SmtpRule(raw = \""
                + code
                + " …\\r\\n\") in a plain @Test)");
      }
      codes.add(code);
    }
    for (ReplySet set : test.sets()) {
      codes.addAll(set.codes());
    }
    return codes;
  }

  private static List<Reply> replies(Matrix matrix, ReplyTest test) {
    try {
      return Stream.of(test.replies())
          .map(text -> Reply.parse(List.of(text.split("\n"))).withUsualText())
          .toList();
    } catch (IllegalArgumentException e) {
      throw matrix.misuse("cannot be: " + e.getMessage());
    }
  }

  private static Collection<Stage> stages(Matrix matrix, ReplyTest test, int code) {
    if (test.at().length > 0) {
      if (List.of(test.at()).contains(Stage.HANDSHAKE)) {
        throw matrix.misuse(
            "cannot be: nothing is said at HANDSHAKE (for TLS faults write @FaultTest)");
      }
      return List.of(test.at());
    }
    Set<Stage> stages = PermittedReplies.stages(code);
    if (stages.isEmpty()) {
      throw matrix.misuse(
          "says "
              + code
              + ", which no RFC permits at any stage: write at = … to say it all the same");
    }
    return stages;
  }
}
