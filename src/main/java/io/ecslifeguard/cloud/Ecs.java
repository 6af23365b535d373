package io.ecslifeguard.cloud;

import com.aliyun.credentials.Client;
import com.aliyun.ecs20140526.models.DescribeDisksRequest;
import com.aliyun.ecs20140526.models.DescribeDisksResponseBody;
import com.aliyun.ecs20140526.models.DescribeInstanceRamRoleRequest;
import com.aliyun.ecs20140526.models.DescribeInstanceRamRoleResponseBody;
import com.aliyun.ecs20140526.models.DescribeInstancesRequest;
import com.aliyun.ecs20140526.models.DescribeInstancesRequest.DescribeInstancesRequestTag;
import com.aliyun.ecs20140526.models.DescribeInstancesResponseBody;
import com.aliyun.ecs20140526.models.DescribeUserDataRequest;
import com.aliyun.ecs20140526.models.DescribeUserDataResponseBody;
import com.aliyun.teautil.models.RuntimeOptions;
import io.ecslifeguard.cloud.CallLog.Intent;
import io.ecslifeguard.cloud.CallLog.Result;
import io.ecslifeguard.cloud.CopyReader.Part;
import io.ecslifeguard.cloud.Slots.Slot;
import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** ECS in this service's region. Unis complete on their subscriber's context and fail with a {@link CloudException}. */
@ApplicationScoped
public class Ecs {

    private static final String DESCRIBE_INSTANCES = "ECS DescribeInstances";
    private static final String RUN_INSTANCES = "ECS RunInstances";
    private static final int LARGEST_PAGE = 100;
    private static final String BY_NUMBER = "page:";

    private final CloudConfig config;
    private final Client credentials;
    private final CloudCalls calls;
    private final Gathering<InstanceId, Instance> described;
    private final Starts starts;
    private com.aliyun.ecs20140526.Client sdk;

    Ecs(CloudConfig config, Client credentials, CloudCalls calls) {
        this.config = config;
        this.credentials = credentials;
        this.calls = calls;
        described = new Gathering<>(DESCRIBE_INSTANCES, LARGEST_PAGE, this::describeWanted);
        // before the settings are checked
        starts = new Starts(config.region().orElse(""), calls, this::sdk);
    }

    /**
     * Those of the instances that exist. An instance that was just created may not be seen yet. What is asked for while
     * another call is under way goes together in the next.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-describeinstances">DescribeInstances</a>
     */
    public Uni<List<Instance>> describe(Collection<InstanceId> ids) {
        return described
                .ask(ids)
                .map(found -> ids.stream()
                        .distinct()
                        .map(found::get)
                        .filter(Objects::nonNull)
                        .toList());
    }

    /**
     * A page of all instances of the region.
     *
     * @param next what the page before gave; empty for the first
     * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-describeinstances">DescribeInstances</a>
     */
    public Uni<InstancePage> page(Optional<String> next) {
        return page(next, request());
    }

    /**
     * All instances of the region that have all these tags.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-describeinstances">DescribeInstances</a>
     */
    public Uni<List<Instance>> tagged(Map<String, String> tags) {
        if (tags.isEmpty()) {
            throw new IllegalArgumentException("Without a tag, the whole fleet would be asked for");
        }
        var filter = new TreeMap<>(tags)
                .entrySet().stream()
                        .map(tag -> new DescribeInstancesRequestTag()
                                .setKey(tag.getKey())
                                .setValue(tag.getValue()))
                        .toList();
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<>(Optional.<String>empty()),
                        next -> page(next.get(), request().setTag(filter)).invoke(page -> next.set(page.next())))
                .whilst(page -> page.next().isPresent())
                .onItem()
                .transformToIterable(InstancePage::instances)
                .collect()
                .asList();
    }

    private Uni<InstancePage> page(Optional<String> next, DescribeInstancesRequest request) {
        var byNumber = next.filter(token -> token.startsWith(BY_NUMBER))
                .map(token -> Integer.parseInt(token.substring(BY_NUMBER.length())));
        if (byNumber.isPresent()) {
            var number = byNumber.get();
            return describe(request.setMaxResults(null).setPageNumber(number))
                    .map(body -> new InstancePage(
                            InstanceReader.all(body),
                            (long) number * LARGEST_PAGE < total(body)
                                    ? Optional.of(BY_NUMBER + (number + 1))
                                    : Optional.empty()));
        }
        return describe(request.setNextToken(next.orElse(null))).map(body -> {
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
     * What a copy of this instance takes over from it. What may not be read is left out, and named.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-describedisks">DescribeDisks</a>
     * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-describeuserdata">DescribeUserData</a>
     * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-describeinstanceramrole">DescribeInstanceRamRole</a>
     */
    public Uni<InstanceCopy> copyOf(Instance instance) {
        var id = instance.id().value();
        var disks = part(
                "Its disks are not known, and the copy's are the cloud's default",
                "ECS DescribeDisks",
                () -> sdk().describeDisksWithOptions(
                                new DescribeDisksRequest()
                                        .setRegionId(region())
                                        .setInstanceId(id)
                                        .setPageSize(LARGEST_PAGE),
                                new RuntimeOptions())
                        .getBody(),
                DescribeDisksResponseBody::getRequestId);
        var userData = part(
                "Its user data are not known",
                "ECS DescribeUserData",
                () -> sdk().describeUserDataWithOptions(
                                new DescribeUserDataRequest()
                                        .setRegionId(region())
                                        .setInstanceId(id),
                                new RuntimeOptions())
                        .getBody(),
                DescribeUserDataResponseBody::getRequestId);
        var role = part(
                "Its RAM role is not known",
                "ECS DescribeInstanceRamRole",
                () -> sdk().describeInstanceRamRoleWithOptions(
                                new DescribeInstanceRamRoleRequest()
                                        .setRegionId(region())
                                        .setInstanceIds(json(List.of(instance.id()))),
                                new RuntimeOptions())
                        .getBody(),
                DescribeInstanceRamRoleResponseBody::getRequestId);
        return Uni.combine()
                .all()
                .unis(disks, userData, role)
                // one that fails beside another would be a failure that nobody hears of
                .collectFailures()
                .with((itsDisks, itsUserData, itsRole) -> CopyReader.copy(instance, itsDisks, itsUserData, itsRole))
                .onFailure(CompositeException.class)
                .transform(all -> ((CompositeException) all).getCauses().get(0));
    }

    private <T> Uni<Part<T>> part(String withoutIt, String api, Callable<T> call, Function<T, String> requestId) {
        return calls.read(api, call, requestId, Part::of)
                // a copy without it is better than none
                .onFailure(failure -> ((CloudException) failure).meaning() == Meaning.DENIED)
                .recoverWithItem(failure -> Part.missing(withoutIt, failure));
    }

    /** Reserves a slot for {@link #run}, and tells how long to wait before it is to be called; zero where at once. */
    public Uni<Duration> reserveRun() {
        return calls.reserve(RUN_INSTANCES);
    }

    /**
     * Buys an instance; it runs some time after the reply. To be called when the slot has come that
     * {@link #reserveRun()} reserved. The order's token makes it safe to repeat.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-runinstances">RunInstances</a>
     */
    public Uni<RunReply> run(RunOrder order, CallBy by) {
        var intent = new Intent(
                by.reactions(), RUN_INSTANCES, order.vSwitch(), List.of(), RunRequest.told(order), calls.isDryRun());
        return calls.effect(new Effect<>(
                intent,
                CloudCalls.REPEATABLE,
                () -> {
                    var body = sdk().runInstancesWithOptions(RunRequest.of(order, region()), new RuntimeOptions())
                            .getBody();
                    return new RunReply(RunRequest.instances(body), Optional.ofNullable(body.getRequestId()), false);
                },
                new RunReply(List.of(), Optional.empty(), true),
                (reply, duration) -> new Result(
                        "OK", Optional.empty(), reply.requestId(), Optional.of(200), duration, reply.instances()),
                Optional.of(Slot.ANY_TIME)));
    }

    /**
     * Starts a stopped instance; it is running some time after the reply. Not repeated where no answer came: look at the
     * instance. Those that are to be started while another call is under way go together in the next.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-startinstance">StartInstance</a>
     * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-startinstances">StartInstances</a>
     */
    public Uni<CloudReply> start(InstanceId id, CallBy by) {
        return starts.start(id, by);
    }

    private Uni<Map<InstanceId, Instance>> describeWanted(Supplier<List<InstanceId>> wanted) {
        return calls.read(
                        DESCRIBE_INSTANCES,
                        () -> {
                            // as late as can be: others may have been cancelled while they waited
                            var ids = wanted.get();
                            return ids.isEmpty()
                                    ? new DescribeInstancesResponseBody()
                                    : sdk().describeInstancesWithOptions(
                                                    request().setInstanceIds(json(ids)), new RuntimeOptions())
                                            .getBody();
                        },
                        DescribeInstancesResponseBody::getRequestId,
                        Function.<DescribeInstancesResponseBody>identity())
                .map(body -> InstanceReader.all(body).stream()
                        .collect(Collectors.toMap(Instance::id, instance -> instance, (one, same) -> one)));
    }

    private Uni<DescribeInstancesResponseBody> describe(DescribeInstancesRequest request) {
        return calls.read(
                DESCRIBE_INSTANCES,
                () -> sdk().describeInstancesWithOptions(request, new RuntimeOptions())
                        .getBody(),
                DescribeInstancesResponseBody::getRequestId,
                Function.identity());
    }

    /** Both ways to page at once: where MaxResults is understood, PageSize is not looked at. */
    private DescribeInstancesRequest request() {
        return new DescribeInstancesRequest()
                .setRegionId(region())
                .setMaxResults(LARGEST_PAGE)
                .setPageSize(LARGEST_PAGE);
    }

    /** On the first call, and so on a thread of the pool: its classes take a tenth of a second to load. */
    private synchronized com.aliyun.ecs20140526.Client sdk() throws Exception {
        if (sdk == null) {
            var endpoint = Endpoint.of(config.ecsEndpoint(), "ecs", region());
            sdk = new com.aliyun.ecs20140526.Client(endpoint.sdkConfig(config, credentials));
        }
        return sdk;
    }

    private String region() {
        return config.region().orElseThrow();
    }

    private static int total(DescribeInstancesResponseBody body) {
        return body.getTotalCount() == null ? 0 : body.getTotalCount();
    }

    /** Ids need no escaping. */
    private static String json(List<InstanceId> ids) {
        return ids.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(",", "[", "]"));
    }
}
