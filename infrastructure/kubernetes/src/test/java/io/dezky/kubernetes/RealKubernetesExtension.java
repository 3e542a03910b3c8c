package io.dezky.kubernetes;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What stands behind {@link RealKubernetes}. */
final class RealKubernetesExtension implements ExecutionCondition, ParameterResolver {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return KubernetesApi.binaries()
                .map(folder -> ConditionEvaluationResult.enabled("a real API server from " + folder))
                .orElseGet(() -> ConditionEvaluationResult.disabled(
                        "needs a real API server: run infrastructure/kubernetes/install"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KubernetesApi.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Shared.API;
    }

    /** Started when the first test asks; it ends with the JVM. */
    private static final class Shared {

        private static final KubernetesApi API = KubernetesApi.start();
    }
}
