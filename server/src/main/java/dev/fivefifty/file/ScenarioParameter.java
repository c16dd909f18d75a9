package dev.fivefifty.file;

/**
 * A parameter of a scenario, which its text names as <code>${param.NAME}</code>.
 *
 * @param name letters, digits and hyphens
 * @param value what it is unless somebody says otherwise
 * @param description what it is for
 */
public record ScenarioParameter(String name, String value, String description) {}
