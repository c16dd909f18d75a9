/**
 * Targets that a fuzzer feeds with bytes, and their corpus as a test. {@code .ci/fuzz} has Jazzer
 * do it; nothing here needs Jazzer, so {@code mvn verify} runs without it.
 */
package dev.fivefifty.fuzz;
