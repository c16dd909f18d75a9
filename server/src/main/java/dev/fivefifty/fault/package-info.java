/**
 * What is done to the wire rather than said: one small file a fault, performed on a {@link
 * dev.fivefifty.fault.Wire}. Internal: a rule asks for a fault by its key.
 */
@NullMarked
package dev.fivefifty.fault;

import org.jspecify.annotations.NullMarked;
