import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The training run behind the AOT cache: starts the operator of a finished tree against a Kubernetes API and three systems that are played here, with
 * just as many answers as it takes to start, to lead, and to work on one object of each kind once. What classes the operator loads on the way is what
 * the cache holds. The three systems answer 503: the way to them is trained, no more is needed.
 *
 * <p>{@code java Training.java FOLDER JAVA-COMMAND...}: FOLDER is for keys, configuration and logs.
 */
public final class Training {

    private static final String GROUP = "/apis/platform.dezky.io/v1alpha1";
    private static final int PATIENCE_SECONDS = 180;

    private final Path folder;
    private final CountDownLatch worked = new CountDownLatch(3);
    private String lease = "";

    private Training(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        new Training(Path.of(arguments[0])).run(List.of(arguments).subList(1, arguments.length));
    }

    private void run(List<String> java) throws Exception {
        HttpServer kubernetes = kubernetes();
        HttpServer systems = server(HttpServer.create(local(), 0), exchange -> send(exchange, 503, "text/plain", "training"));
        int health = freePort();
        Files.writeString(folder.resolve("credential"), "training");
        Files.writeString(folder.resolve("kubeconfig"), kubeconfig(kubernetes.getAddress().getPort()));
        Files.writeString(folder.resolve("config.yaml"), configuration(systems.getAddress().getPort(), health));

        List<String> command = new ArrayList<>(java);
        command.addAll(List.of("--config", folder.resolve("config.yaml").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("operator.log").toFile());
        builder.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
        builder.environment().put("POD_NAMESPACE", "dezky-system");
        Process operator = builder.start();
        boolean trained = worked.await(PATIENCE_SECONDS, TimeUnit.SECONDS) && operator.isAlive();
        if (trained) {
            look(health);
        }
        operator.destroy();
        boolean ended = operator.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!trained || !ended) {
            operator.destroyForcibly();
            System.err.println(Files.readString(folder.resolve("operator.log")));
            System.err.println("The training run failed; above is the operator's log.");
            System.exit(1);
        }
        System.exit(0);
    }

    /** As kubelet and Prometheus do. */
    private static void look(int port) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        for (String path : List.of("/livez", "/readyz", "/metrics")) {
            client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    // ---- the Kubernetes API

    /** With TLS, as in a cluster: its classes are many. */
    private HttpServer kubernetes() throws Exception {
        Path store = folder.resolve("keys.p12");
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-keystore", store.toString(), "-storepass", "training", "-alias", "api",
                        "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "SAN=IP:127.0.0.1", "-validity", "2")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start()
                .waitFor();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "training".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "training".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        Certificate certificate = keys.getCertificate("api");
        Files.writeString(
                folder.resolve("ca.crt"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        HttpsServer server = HttpsServer.create(local(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server(server, this::answer);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String body = text(exchange.getRequestBody());
        boolean reads = exchange.getRequestMethod().equals("GET");
        if (path.endsWith("/selfsubjectaccessreviews")) {
            send(exchange, 201, "application/json", """
                    {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": {}, "status": {"allowed": true}}""");
        } else if (path.endsWith("/selfsubjectrulesreviews")) {
            send(exchange, 201, "application/json", """
                    {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview", "spec": {}, "status": {"incomplete": false,
                     "nonResourceRules": [], "resourceRules": [{"apiGroups": ["coordination.k8s.io"], "resources": ["leases"],
                     "verbs": ["create", "get", "update", "patch"]}]}}""");
        } else if (path.contains("/leases")) {
            lease(exchange, reads, body);
        } else if (reads && query.contains("watch=true")) {
            watch(exchange);
        } else if (reads && path.startsWith(GROUP) && objects().containsKey(plural(path))) {
            read(exchange, path);
        } else if (path.startsWith(GROUP) && path.endsWith("/status")) {
            worked.countDown();
            send(exchange, 200, "application/json", objects().get(plural(path)));
        } else if (path.startsWith(GROUP) && objects().containsKey(plural(path))) {
            send(exchange, 200, "application/json", objects().get(plural(path)));
        } else if (reads) {
            send(exchange, 404, "application/json", """
                    {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}""");
        } else {
            send(exchange, 201, "application/json", body);
        }
    }

    private synchronized void lease(HttpExchange exchange, boolean reads, String body) throws IOException {
        if (!reads && !body.startsWith("[")) {
            lease = body;
        }
        if (lease.isEmpty()) {
            send(exchange, 404, "application/json", """
                    {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}""");
        } else {
            send(exchange, reads ? 200 : 201, "application/json", lease);
        }
    }

    /** Nothing ever happens. A WebSocket is declined by an answer of 200: the client then takes a plain stream. */
    private static void watch(HttpExchange exchange) throws IOException {
        if (exchange.getRequestHeaders().containsKey("Upgrade")) {
            send(exchange, 200, "application/json", "");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
    }

    private static void read(HttpExchange exchange, String path) throws IOException {
        String object = objects().get(plural(path));
        boolean one = path.matches(".*/namespaces/[^/]+/[^/]+/[^/]+");
        String kind = object.replaceFirst("(?s).*?\"kind\": \"(\\w+)\".*", "$1");
        send(exchange, 200, "application/json", one ? object : """
                {"apiVersion": "platform.dezky.io/v1alpha1", "kind": "%sList", "metadata": {"resourceVersion": "1"}, "items": [%s]}"""
                .formatted(kind, object));
    }

    private static String plural(String path) {
        return path.replaceFirst(GROUP, "").replaceFirst("/namespaces/[^/]+", "").replaceFirst("^/([a-z]+).*", "$1");
    }

    private static Map<String, String> objects() {
        return Map.of(
                "tenants", object("Tenant", "acme", """
                        {"displayName": "Acme GmbH", "deletionPolicy": "Retain",
                         "mail": {"domains": [{"name": "acme.test", "dkim": {"algorithms": ["RSA2048", "Ed25519"]}}]},
                         "files": {"spaces": [{"name": "Company", "quota": "50Gi", "folders": ["Contracts"]}]}}"""),
                "operatorinvites", object("OperatorInvite", "ada", """
                        {"email": "ada@dezky.test", "name": "Ada Lovelace", "handoff": "Auto", "expiresAfter": "24h", "onDelete": "Deactivate"}"""),
                "tenantinvites", object("TenantInvite", "eva", """
                        {"tenantRef": {"name": "acme"}, "role": "Member", "email": "eva@acme.test", "name": "Eva", "handoff": "Auto",
                         "expiresAfter": "24h", "onDelete": "Deactivate"}"""));
    }

    private static String object(String kind, String name, String spec) {
        return """
                {"apiVersion": "platform.dezky.io/v1alpha1", "kind": "%s",
                 "metadata": {"name": "%s", "namespace": "tenants", "uid": "00000000-0000-0000-0000-00000000000%d", "generation": 1,
                  "resourceVersion": "1", "creationTimestamp": "2026-01-01T00:00:00Z", "finalizers": ["platform.dezky.io/finalizer"]},
                 "spec": %s}""".formatted(kind, name, kind.length() % 10, spec);
    }

    // ---- files and plumbing

    private String kubeconfig(int port) {
        return """
                apiVersion: v1
                kind: Config
                current-context: training
                clusters:
                  - name: training
                    cluster: {server: "https://127.0.0.1:%d", certificate-authority: "%s"}
                users:
                  - name: training
                    user: {token: training}
                contexts:
                  - name: training
                    context: {cluster: training, user: training, namespace: dezky-system}
                """.formatted(port, folder.resolve("ca.crt"));
    }

    private String configuration(int systems, int health) {
        return """
                platform: {baseDomain: dezky.test}
                authentik: {url: "http://127.0.0.1:%1$d", tokenFile: "%2$s"}
                stalwart: {url: "http://127.0.0.1:%1$d", tokenFile: "%2$s"}
                ocis: {url: "http://127.0.0.1:%1$d", passwordFile: "%2$s"}
                dns: {resolvers: ["127.0.0.1:9"], queryTimeout: 1s}
                server: {port: %3$d}
                """.formatted(systems, folder.resolve("credential"), health);
    }

    private static HttpServer server(HttpServer server, HttpHandler handler) {
        server.createContext("/", handler);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        return server;
    }

    private static InetSocketAddress local() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String text(InputStream body) throws IOException {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
