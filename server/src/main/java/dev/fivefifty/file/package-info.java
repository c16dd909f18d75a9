/**
 * Rule files: YAML and JSON into rules, and rules into YAML and JSON.
 *
 * <p>The only room that knows Jackson and SnakeYAML; no type of theirs is in a public signature,
 * and none is loaded before this package is used.
 */
@NullMarked
package dev.fivefifty.file;

import org.jspecify.annotations.NullMarked;
