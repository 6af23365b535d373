package io.ecslifeguard.cloud;

import com.aliyun.credentials.Client;
import com.aliyun.ecs20140526.models.DescribeInstancesRequest;
import com.aliyun.ecs20140526.models.DescribeInstancesResponseBody;
import com.aliyun.ecs20140526.models.StartInstanceRequest;
import com.aliyun.teautil.models.RuntimeOptions;
import io.ecslifeguard.cloud.CallLog.Intent;
import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** ECS in this service's region. Unis complete on their subscriber's context and fail with a {@link CloudException}. */
@ApplicationScoped
public class Ecs {

    private static final int LARGEST_PAGE = 100;
    private static final String BY_NUMBER = "page:";

    private final CloudConfig config;
    private final Client credentials;
    private final CloudCalls calls;
    private com.aliyun.ecs20140526.Client sdk;

    Ecs(CloudConfig config, Client credentials, CloudCalls calls) {
        this.config = config;
        this.credentials = credentials;
        this.calls = calls;
    }

    /**
     * Those of the instances that exist. An instance that was just created may not be seen yet.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-describeinstances">DescribeInstances</a>
     */
    public Uni<List<Instance>> describe(Collection<InstanceId> ids) {
        var wanted = ids.stream().distinct().toList();
        return Multi.createFrom()
                .items(Batches.of(wanted, LARGEST_PAGE).stream())
                .onItem()
                .transformToUniAndConcatenate(batch -> describe(request().setInstanceIds(json(batch))))
                .onItem()
                .transformToMultiAndConcatenate(body -> Multi.createFrom().iterable(InstanceReader.all(body)))
                .collect()
                .asList();
    }

    /**
     * A page of all instances of the region.
     *
     * @param next what the page before gave; empty for the first
     * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-describeinstances">DescribeInstances</a>
     */
    public Uni<InstancePage> page(Optional<String> next) {
        var byNumber = next.filter(token -> token.startsWith(BY_NUMBER))
                .map(token -> Integer.parseInt(token.substring(BY_NUMBER.length())));
        if (byNumber.isPresent()) {
            var number = byNumber.get();
            return describe(request().setMaxResults(null).setPageNumber(number))
                    .map(body -> new InstancePage(
                            InstanceReader.all(body),
                            (long) number * LARGEST_PAGE < total(body)
                                    ? Optional.of(BY_NUMBER + (number + 1))
                                    : Optional.empty()));
        }
        return describe(request().setNextToken(next.orElse(null))).map(body -> {
            var instances = InstanceReader.all(body);
            var token = Optional.ofNullable(body.getNextToken()).filter(text -> !text.isBlank());
            // where tokens are not answered, pages are numbered
            var numbered = next.isEmpty() && instances.size() < total(body)
                    ? Optional.of(BY_NUMBER + (instances.size() == LARGEST_PAGE ? 2 : 1))
                    : Optional.<String>empty();
            return new InstancePage(instances, token.or(() -> numbered));
        });
    }

    /**
     * Starts a stopped instance; it is running some time after the reply. Not repeated where no answer came: look at the
     * instance.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-startinstance">StartInstance</a>
     */
    public Uni<CloudReply> start(InstanceId id, CallBy by) {
        var intent = new Intent(
                by.reaction(),
                "ECS StartInstance",
                id.value(),
                List.of(id),
                "{\"InstanceId\":\"" + id + "\"}",
                calls.isDryRun());
        return calls.effect(
                intent,
                CloudCalls.NOT_ACCEPTED,
                () -> CloudReply.of(sdk().startInstanceWithOptions(
                                new StartInstanceRequest().setInstanceId(id.value()), new RuntimeOptions())
                        .getBody()
                        .getRequestId()));
    }

    private Uni<DescribeInstancesResponseBody> describe(DescribeInstancesRequest request) {
        return calls.read(
                "ECS DescribeInstances",
                () -> sdk().describeInstancesWithOptions(request, new RuntimeOptions())
                        .getBody());
    }

    /** Both ways to page at once: where MaxResults is understood, PageSize is not looked at. */
    private DescribeInstancesRequest request() {
        return new DescribeInstancesRequest()
                .setRegionId(config.region().orElseThrow())
                .setMaxResults(LARGEST_PAGE)
                .setPageSize(LARGEST_PAGE);
    }

    /** On the first call, and so on a thread of the pool: its classes take a tenth of a second to load. */
    private synchronized com.aliyun.ecs20140526.Client sdk() throws Exception {
        if (sdk == null) {
            var endpoint =
                    Endpoint.of(config.ecsEndpoint(), "ecs", config.region().orElseThrow());
            sdk = new com.aliyun.ecs20140526.Client(endpoint.sdkConfig(config, credentials));
        }
        return sdk;
    }

    private static int total(DescribeInstancesResponseBody body) {
        return body.getTotalCount() == null ? 0 : body.getTotalCount();
    }

    /** Ids need no escaping. */
    private static String json(List<InstanceId> ids) {
        return ids.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(",", "[", "]"));
    }
}
