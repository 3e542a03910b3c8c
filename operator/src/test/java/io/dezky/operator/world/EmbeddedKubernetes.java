package io.dezky.operator.world;

import io.dezky.operator.kubernetes.Kube;
import io.dezky.platform.v1alpha1.Crds;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * The embedded API server, asked in the caller's own thread: no socket, no other thread. That makes a world cheap and a
 * run the same each time. It defaults nothing and validates nothing, and it has no watches.
 */
final class EmbeddedKubernetes implements Interceptor {

    /** Made once: reading the CRDs, and finding out how to map each type, takes longer than all else in a world. */
    private static final List<CustomResourceDefinitionContext> KINDS =
            Crds.all().stream().map(CustomResourceDefinitionContext::fromCrd).toList();

    private static final KubernetesSerialization SERIALIZATION = Kube.serialization();

    private final KubernetesCrudDispatcher server = new KubernetesCrudDispatcher(KINDS);

    /** What is refused, and how; null for nothing. */
    private volatile World.Refusal refusal;

    void refuse(World.Refusal what) {
        refusal = what;
    }

    /** A client whose requests go through an interceptor first. */
    KubernetesClient client(Interceptor wire) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                        .withMasterUrl("http://kubernetes.test/")
                        .withNamespace("default")
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .withKubernetesSerialization(SERIALIZATION)
                .withHttpClientFactory(new OkHttpClientFactory() {
                    @Override
                    protected Dispatcher initDispatcher() {
                        return new Dispatcher(new CallersThread());
                    }

                    @Override
                    protected void additionalConfig(OkHttpClient.Builder http) {
                        http.addInterceptor(wire).addInterceptor(EmbeddedKubernetes.this);
                    }
                })
                .build();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        World.Refusal refused = refusal;
        if (refused != null && refused.befalls(request)) {
            return refused.answer(request);
        }
        MockResponse answer = server.dispatch(recorded(request));
        okio.Buffer body = new okio.Buffer();
        if (answer.getBody() != null) {
            body.write(answer.getBody().getBytes());
        }
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(answer.code())
                .message(answer.getStatus())
                .body(ResponseBody.create(body, MediaType.get("application/json"), body.size()))
                .build();
    }

    private static RecordedRequest recorded(Request request) throws IOException {
        okio.Buffer body = new okio.Buffer();
        if (request.body() != null) {
            request.body().writeTo(body);
        }
        Headers.Builder headers = Headers.builder();
        request.headers().forEach(header -> headers.add(header.getFirst(), header.getSecond()));
        if (request.body() != null && request.body().contentType() != null) {
            headers.add("Content-Type", request.body().contentType().toString());
        }
        String query = request.url().encodedQuery();
        return new RecordedRequest(
                "HTTP/1.1",
                HttpMethod.valueOf(request.method()),
                request.url().encodedPath() + (query == null ? "" : "?" + query),
                headers.build(),
                new Buffer(body.readByteArray()));
    }

    /** Runs what it is given at once. */
    private static final class CallersThread extends AbstractExecutorService {
        private volatile boolean closed;

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {
            closed = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            closed = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return closed;
        }

        @Override
        public boolean isTerminated() {
            return closed;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
