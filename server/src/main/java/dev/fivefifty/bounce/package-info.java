/**
 * The mails that machines send about mails: delivery status notifications (RFC 3464), complaints
 * (RFC 5965) and auto-replies (RFC 3834), as exact bytes.
 *
 * <p>A server sends such a mail where a rule says {@code bounce}; {@link dev.fivefifty.bounce.Dsn},
 * {@link dev.fivefifty.bounce.Complaint} and {@link dev.fivefifty.bounce.AutoReply} make one
 * without a server, so that whatever reads bounces can be tested without SMTP.
 */
@NullMarked
package dev.fivefifty.bounce;

import org.jspecify.annotations.NullMarked;
