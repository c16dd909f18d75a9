/** The control API over HTTP: the server of it, and a client with the embedded interface. */
@NullMarked
package dev.fivefifty.http;

import org.jspecify.annotations.NullMarked;
