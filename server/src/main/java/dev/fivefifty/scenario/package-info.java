/**
 * The library of scenarios: named, parametrised rule files, shipped as resources in {@code
 * library/}, whose README says how one is added.
 */
@NullMarked
package dev.fivefifty.scenario;

import org.jspecify.annotations.NullMarked;
