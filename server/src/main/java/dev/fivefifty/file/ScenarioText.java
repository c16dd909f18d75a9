package dev.fivefifty.file;

/**
 * A scenario as it was written.
 *
 * @param name what it is asked for by: its file's name without the ending
 * @param source what problems call its file
 * @param text YAML
 */
public record ScenarioText(String name, String source, String text) {}
