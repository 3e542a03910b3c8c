package io.dezky.gitops;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For tests that run Lua; where there is no interpreter they are skipped with a message that tells how to get one. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsLua.Condition.class)
@interface NeedsLua {

    /** Looks for an interpreter. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Lua.binary()
                    .map(lua -> ConditionEvaluationResult.enabled(lua.toString()))
                    .orElseGet(() ->
                            ConditionEvaluationResult.disabled("needs a Lua interpreter: apt-get install lua5.1"));
        }
    }
}
