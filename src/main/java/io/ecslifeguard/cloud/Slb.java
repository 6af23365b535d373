package io.ecslifeguard.cloud;

import com.aliyun.credentials.Client;
import com.aliyun.slb20140515.models.DescribeLoadBalancerAttributeRequest;
import com.aliyun.slb20140515.models.DescribeLoadBalancersRequest;
import com.aliyun.slb20140515.models.DescribeVServerGroupAttributeRequest;
import com.aliyun.slb20140515.models.DescribeVServerGroupsRequest;
import com.aliyun.slb20140515.models.RemoveBackendServersRequest;
import com.aliyun.slb20140515.models.RemoveVServerGroupBackendServersRequest;
import com.aliyun.slb20140515.models.SetBackendServersRequest;
import com.aliyun.slb20140515.models.SetVServerGroupAttributeRequest;
import com.aliyun.teautil.models.RuntimeOptions;
import io.ecslifeguard.cloud.CallLog.Intent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * SLB (CLB) in this service's region. Unis complete on their subscriber's context and fail with a
 * {@link CloudException}. Calls that change something are cut into as many as are needed (20 backends each) and made
 * one after the other; the reply has one element for each.
 */
@ApplicationScoped
public class Slb {

    private static final int LARGEST_PAGE = 100;
    private static final int LARGEST_BATCH = 20;

    private final CloudConfig config;
    private final Client credentials;
    private final CloudCalls calls;
    private com.aliyun.slb20140515.Client sdk;

    Slb(CloudConfig config, Client credentials, CloudCalls calls) {
        this.config = config;
        this.credentials = credentials;
        this.calls = calls;
    }

    /**
     * A page of all load balancers of the region.
     *
     * @param page 1 for the first
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-describeloadbalancers">DescribeLoadBalancers</a>
     */
    public Uni<LoadBalancerPage> loadBalancers(int page) {
        var request = new DescribeLoadBalancersRequest()
                .setRegionId(region())
                .setPageNumber(page)
                .setPageSize(LARGEST_PAGE);
        return calls.read(
                "SLB DescribeLoadBalancers",
                () -> SlbReader.page(
                        sdk().describeLoadBalancersWithOptions(request, new RuntimeOptions())
                                .getBody(),
                        page,
                        LARGEST_PAGE));
    }

    /**
     * The vServer groups of a load balancer.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-describevservergroups">DescribeVServerGroups</a>
     */
    public Uni<List<ServerGroupName>> vServerGroups(LoadBalancerId loadBalancer) {
        var request = new DescribeVServerGroupsRequest().setRegionId(region()).setLoadBalancerId(loadBalancer.value());
        return calls.read(
                "SLB DescribeVServerGroups",
                () -> SlbReader.names(sdk().describeVServerGroupsWithOptions(request, new RuntimeOptions())
                        .getBody()));
    }

    /**
     * A vServer group with its members.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-describevservergroupattribute">DescribeVServerGroupAttribute</a>
     */
    public Uni<ServerGroup> vServerGroup(ServerGroupId group) {
        var request =
                new DescribeVServerGroupAttributeRequest().setRegionId(region()).setVServerGroupId(group.value());
        return calls.read(
                "SLB DescribeVServerGroupAttribute",
                () -> SlbReader.group(
                        group,
                        sdk().describeVServerGroupAttributeWithOptions(request, new RuntimeOptions())
                                .getBody()));
    }

    /**
     * The members of a load balancer's default group; they have no ports.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-describeloadbalancerattribute">DescribeLoadBalancerAttribute</a>
     */
    public Uni<List<Backend>> defaultGroup(LoadBalancerId loadBalancer) {
        var request = new DescribeLoadBalancerAttributeRequest()
                .setRegionId(region())
                .setLoadBalancerId(loadBalancer.value());
        return calls.read(
                "SLB DescribeLoadBalancerAttribute",
                () -> SlbReader.defaultGroup(
                        sdk().describeLoadBalancerAttributeWithOptions(request, new RuntimeOptions())
                                .getBody()));
    }

    /**
     * Gives members of a vServer group the weights that they have here; other members stay as they are.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-setvservergroupattribute">SetVServerGroupAttribute</a>
     */
    public Uni<List<CloudReply>> setWeights(ServerGroupId group, List<Backend> backends, CallBy by) {
        return inBatches(backends, LARGEST_BATCH, batch -> {
            var request = new SetVServerGroupAttributeRequest()
                    .setRegionId(region())
                    .setVServerGroupId(group.value())
                    .setBackendServers(Backend.json(batch));
            return edit(
                    "SetVServerGroupAttribute",
                    group.value(),
                    batch,
                    by,
                    () -> sdk().setVServerGroupAttributeWithOptions(request, new RuntimeOptions())
                            .getBody()
                            .getRequestId());
        });
    }

    /**
     * Removes members from a vServer group. Those that are not in it, or do not exist any more, are passed over.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-removevservergroupbackendservers">RemoveVServerGroupBackendServers</a>
     */
    public Uni<List<CloudReply>> remove(ServerGroupId group, List<Backend> backends, CallBy by) {
        return removal(backends, batch -> {
            var request = new RemoveVServerGroupBackendServersRequest()
                    .setRegionId(region())
                    .setVServerGroupId(group.value())
                    .setBackendServers(Backend.json(batch));
            return edit(
                    "RemoveVServerGroupBackendServers",
                    group.value(),
                    batch,
                    by,
                    () -> sdk().removeVServerGroupBackendServersWithOptions(request, new RuntimeOptions())
                            .getBody()
                            .getRequestId());
        });
    }

    /**
     * Gives members of a load balancer's default group the weights that they have here.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-setbackendservers">SetBackendServers</a>
     */
    public Uni<List<CloudReply>> setWeights(LoadBalancerId loadBalancer, List<Backend> backends, CallBy by) {
        return inBatches(backends, LARGEST_BATCH, batch -> {
            var request = new SetBackendServersRequest()
                    .setRegionId(region())
                    .setLoadBalancerId(loadBalancer.value())
                    .setBackendServers(Backend.json(batch));
            return edit(
                    "SetBackendServers",
                    loadBalancer.value(),
                    batch,
                    by,
                    () -> sdk().setBackendServersWithOptions(request, new RuntimeOptions())
                            .getBody()
                            .getRequestId());
        });
    }

    /**
     * Removes members from a load balancer's default group. Those that are not in it are passed over.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-removebackendservers">RemoveBackendServers</a>
     */
    public Uni<List<CloudReply>> remove(LoadBalancerId loadBalancer, List<Backend> backends, CallBy by) {
        return removal(backends, batch -> {
            var request = new RemoveBackendServersRequest()
                    .setRegionId(region())
                    .setLoadBalancerId(loadBalancer.value())
                    .setBackendServers(Backend.json(batch));
            return edit(
                    "RemoveBackendServers",
                    loadBalancer.value(),
                    batch,
                    by,
                    () -> sdk().removeBackendServersWithOptions(request, new RuntimeOptions())
                            .getBody()
                            .getRequestId());
        });
    }

    private Uni<List<CloudReply>> removal(List<Backend> backends, Function<List<Backend>, Uni<CloudReply>> call) {
        return Multi.createFrom()
                .iterable(Batches.of(backends, LARGEST_BATCH))
                .onItem()
                .transformToUniAndConcatenate(batch -> removed(batch, call))
                .collect()
                .asList()
                .map(replies -> replies.stream().flatMap(List::stream).toList());
    }

    private static Uni<List<CloudReply>> removed(List<Backend> batch, Function<List<Backend>, Uni<CloudReply>> call) {
        return call.apply(batch)
                .map(List::of)
                // a server that does not exist is out of the group, and must not keep the others in
                .onFailure(Slb::serverIsGone)
                .recoverWithUni(failure -> batch.size() == 1
                        ? Uni.createFrom().item(List.of(new CloudReply(((CloudException) failure).requestId(), false)))
                        : Multi.createFrom()
                                .iterable(batch)
                                .onItem()
                                .transformToUniAndConcatenate(one -> removed(List.of(one), call))
                                .collect()
                                .asList()
                                .map(replies ->
                                        replies.stream().flatMap(List::stream).toList()));
    }

    private static boolean serverIsGone(Throwable failure) {
        return failure instanceof CloudException error && "InvalidServerId.NotFound".equals(error.code());
    }

    private static Uni<List<CloudReply>> inBatches(
            List<Backend> backends, int largest, Function<List<Backend>, Uni<CloudReply>> call) {
        return Multi.createFrom()
                .iterable(Batches.of(backends, largest))
                .onItem()
                .transformToUniAndConcatenate(call::apply)
                .collect()
                .asList();
    }

    private Uni<CloudReply> edit(
            String action, String target, List<Backend> batch, CallBy by, Callable<String> requestId) {
        var intent = new Intent(
                by.reaction(),
                "SLB " + action,
                target,
                batch.stream()
                        .flatMap(backend -> backend.instance().stream())
                        .distinct()
                        .toList(),
                Backend.json(batch),
                calls.isDryRun());
        return calls.effect(intent, CloudCalls.REPEATABLE, () -> CloudReply.of(requestId.call()));
    }

    private String region() {
        return config.region().orElseThrow();
    }

    /** On the first call, and so on a thread of the pool: its classes take a tenth of a second to load. */
    private synchronized com.aliyun.slb20140515.Client sdk() throws Exception {
        if (sdk == null) {
            var endpoint = Endpoint.of(config.slbEndpoint(), "slb", region());
            sdk = new com.aliyun.slb20140515.Client(endpoint.sdkConfig(config, credentials));
        }
        return sdk;
    }
}
