package dev.fivefifty.junit;

import dev.fivefifty.file.ScenarioNeed;
import dev.fivefifty.rule.Rule;
import java.util.List;

/**
 * The rules of one place for one server.
 *
 * @param rules in order
 * @param needs what the scenarios among them cannot be without
 */
record PlaceRules(List<Rule> rules, List<ScenarioNeed> needs) {}
