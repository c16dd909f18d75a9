/** The command line: the only room that knows picocli. Internal. */
@NullMarked
package dev.fivefifty.cli;

import org.jspecify.annotations.NullMarked;
