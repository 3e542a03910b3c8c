/**
 * The one idea that drives every external system: desired and observed state are compared by a pure planner, the plan
 * is a list of changes, each change is one external call. Nothing here knows a system, Kubernetes or HTTP.
 */
package io.dezky.operator.plan;
