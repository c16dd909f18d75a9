/**
 * What may be asked of a journal, and why the answer is no: the questions of the assertions, with
 * the text of their failure.
 */
@NullMarked
package dev.fivefifty.expect;

import org.jspecify.annotations.NullMarked;
