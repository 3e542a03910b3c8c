package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.kubernetes.KubectlResult;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the backup writes of Secrets, by the same kubectl arguments, and whether Kubernetes takes it back. */
@RealKubernetes
class BackupSecretsTest {

    private static final String NAMESPACE = "backup-secrets";
    private static final String SCRIPT = StackFiles.text(StackFiles.stack("backup/backup"));

    @Test
    void holdWhatPeopleMadeAndNotWhatTheOperatorMakesAgain(KubernetesApi api, @TempDir Path temporary)
            throws IOException {
        kubectl(api, "create", "namespace", NAMESPACE);
        secret(api, "of-a-person");
        secret(api, "of-a-release");
        label(api, "of-a-release", "app.kubernetes.io/managed-by=Helm");
        secret(api, "acme-oidc");
        label(api, "acme-oidc", "app.kubernetes.io/managed-by=dezky-operator");

        Path backup = Files.writeString(
                temporary.resolve("secrets.yaml"),
                kubectl(
                        api,
                        "-n",
                        NAMESPACE,
                        "get",
                        "secrets",
                        "--selector",
                        assigned("OTHERS"),
                        "-o",
                        "go-template=" + assigned("SECRETS")));
        kubectl(api, "-n", NAMESPACE, "delete", "secrets", "--all");
        kubectl(api, "apply", "--server-side", "--force-conflicts", "-f", backup.toString());

        assertThat(kubectl(api, "-n", NAMESPACE, "get", "secrets", "-o", "name").lines())
                .containsExactly("secret/of-a-person", "secret/of-a-release");
        assertThat(kubectl(api, "-n", NAMESPACE, "get", "secret", "of-a-person", "-o", "jsonpath={.data.word}"))
                .isEqualTo("Y2FuYXJ5");
        kubectl(api, "delete", "namespace", NAMESPACE, "--wait=false");
    }

    private static void secret(KubernetesApi api, String name) {
        kubectl(api, "-n", NAMESPACE, "create", "secret", "generic", name, "--from-literal=word=canary");
    }

    private static void label(KubernetesApi api, String name, String label) {
        kubectl(api, "-n", NAMESPACE, "label", "secret", name, label);
    }

    private static String kubectl(KubernetesApi api, String... arguments) {
        KubectlResult result = api.kubectl(arguments);
        assertThat(result.succeeded())
                .as(List.of(arguments) + ": " + result.output())
                .isTrue();
        return result.out();
    }

    private static String assigned(String variable) {
        Matcher found = Pattern.compile("(?m)^" + variable + "='([^']*)'").matcher(SCRIPT);
        assertThat(found.find()).as(variable).isTrue();
        return found.group(1);
    }
}
