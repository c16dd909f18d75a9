package dev.fivefifty.scenario;

/**
 * What a scenario can be told.
 *
 * @param name what {@link Scenario#with} calls it
 * @param value what it is now: the scenario's own, or what {@link Scenario#with} said
 * @param description what it is for
 */
public record Parameter(String name, String value, String description) {}
