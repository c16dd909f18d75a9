package dev.fivefifty.file;

/**
 * What a scenario cannot be without.
 *
 * @param scenario its name
 * @param settings what it says under {@code server}
 */
public record ScenarioNeed(String scenario, ServerSettings settings) {}
