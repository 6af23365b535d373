package io.ecslifeguard.cloud;

import com.aliyun.credentials.Client;
import com.aliyun.slb20140515.models.AddBackendServersRequest;
import com.aliyun.slb20140515.models.AddVServerGroupBackendServersRequest;
import com.aliyun.slb20140515.models.DescribeLoadBalancerAttributeRequest;
import com.aliyun.slb20140515.models.DescribeLoadBalancerAttributeResponseBody;
import com.aliyun.slb20140515.models.DescribeLoadBalancersRequest;
import com.aliyun.slb20140515.models.DescribeLoadBalancersResponseBody;
import com.aliyun.slb20140515.models.DescribeVServerGroupAttributeRequest;
import com.aliyun.slb20140515.models.DescribeVServerGroupAttributeResponseBody;
import com.aliyun.slb20140515.models.DescribeVServerGroupsRequest;
import com.aliyun.slb20140515.models.DescribeVServerGroupsResponseBody;
import com.aliyun.slb20140515.models.ModifyVServerGroupBackendServersRequest;
import com.aliyun.slb20140515.models.RemoveBackendServersRequest;
import com.aliyun.slb20140515.models.RemoveVServerGroupBackendServersRequest;
import com.aliyun.slb20140515.models.SetBackendServersRequest;
import com.aliyun.slb20140515.models.SetVServerGroupAttributeRequest;
import com.aliyun.teautil.models.RuntimeOptions;
import io.ecslifeguard.cloud.CallLog.Intent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * SLB (CLB) in this service's region. Unis complete on their subscriber's context and fail with a
 * {@link CloudException}.
 */
@ApplicationScoped
public class Slb {

    /** How many backends a call that changes something takes: whoever has more makes several. */
    public static final int MOST_BACKENDS = 20;

    private static final int LARGEST_PAGE = 100;

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
    Uni<LoadBalancerPage> loadBalancers(int page) {
        var request = new DescribeLoadBalancersRequest()
                .setRegionId(region())
                .setPageNumber(page)
                .setPageSize(LARGEST_PAGE);
        return calls.read(
                "SLB DescribeLoadBalancers",
                () -> sdk().describeLoadBalancersWithOptions(request, new RuntimeOptions())
                        .getBody(),
                DescribeLoadBalancersResponseBody::getRequestId,
                body -> SlbReader.page(body, page, LARGEST_PAGE));
    }

    /**
     * The vServer groups of a load balancer.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-describevservergroups">DescribeVServerGroups</a>
     */
    Uni<List<ServerGroupName>> vServerGroups(LoadBalancerId loadBalancer) {
        var request = new DescribeVServerGroupsRequest().setRegionId(region()).setLoadBalancerId(loadBalancer.value());
        return calls.read(
                "SLB DescribeVServerGroups",
                () -> sdk().describeVServerGroupsWithOptions(request, new RuntimeOptions())
                        .getBody(),
                DescribeVServerGroupsResponseBody::getRequestId,
                SlbReader::names);
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
                () -> sdk().describeVServerGroupAttributeWithOptions(request, new RuntimeOptions())
                        .getBody(),
                DescribeVServerGroupAttributeResponseBody::getRequestId,
                body -> SlbReader.group(group, body));
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
                () -> sdk().describeLoadBalancerAttributeWithOptions(request, new RuntimeOptions())
                        .getBody(),
                DescribeLoadBalancerAttributeResponseBody::getRequestId,
                SlbReader::defaultGroup);
    }

    /**
     * Reserves a slot for a call that changes a group, which is to be made when the slot has come; gives how long that
     * is.
     *
     * @param api product and action, such as {@code SLB SetVServerGroupAttribute}
     */
    public Uni<Duration> reserve(String api) {
        return calls.reserve(api);
    }

    /**
     * Gives members of a vServer group the weights that they have here; other members stay as they are.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-setvservergroupattribute">SetVServerGroupAttribute</a>
     */
    public Uni<CloudReply> setWeights(ServerGroupId group, List<Backend> backends, CallBy by) {
        var request = new SetVServerGroupAttributeRequest()
                .setRegionId(region())
                .setVServerGroupId(group.value())
                .setBackendServers(json(backends));
        return edit(
                "SetVServerGroupAttribute",
                group.value(),
                backends,
                by,
                () -> sdk().setVServerGroupAttributeWithOptions(request, new RuntimeOptions())
                        .getBody()
                        .getRequestId());
    }

    /**
     * Adds members to a vServer group. Fails as {@link Meaning#NOT_RUNNING} while one of them does not run.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-addvservergroupbackendservers">AddVServerGroupBackendServers</a>
     */
    public Uni<CloudReply> add(ServerGroupId group, List<Backend> backends, CallBy by) {
        var request = new AddVServerGroupBackendServersRequest()
                .setRegionId(region())
                .setVServerGroupId(group.value())
                .setBackendServers(json(backends));
        return edit(
                "AddVServerGroupBackendServers",
                group.value(),
                backends,
                by,
                () -> sdk().addVServerGroupBackendServersWithOptions(request, new RuntimeOptions())
                        .getBody()
                        .getRequestId());
    }

    /**
     * Removes members from a vServer group. Those that are not in it are passed over.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-removevservergroupbackendservers">RemoveVServerGroupBackendServers</a>
     */
    public Uni<CloudReply> remove(ServerGroupId group, List<Backend> backends, CallBy by) {
        var request = new RemoveVServerGroupBackendServersRequest()
                .setRegionId(region())
                .setVServerGroupId(group.value())
                .setBackendServers(json(backends));
        return edit(
                "RemoveVServerGroupBackendServers",
                group.value(),
                backends,
                by,
                () -> sdk().removeVServerGroupBackendServersWithOptions(request, new RuntimeOptions())
                        .getBody()
                        .getRequestId());
    }

    /**
     * Removes members from a vServer group and adds others, all or nothing.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-modifyvservergroupbackendservers">ModifyVServerGroupBackendServers</a>
     */
    public Uni<CloudReply> swap(ServerGroupId group, List<Backend> old, List<Backend> wanted, CallBy by) {
        var removed = json(old);
        var added = json(wanted);
        var request = new ModifyVServerGroupBackendServersRequest()
                .setRegionId(region())
                .setVServerGroupId(group.value())
                .setOldBackendServers(removed)
                .setNewBackendServers(added);
        return edit(
                "ModifyVServerGroupBackendServers",
                group.value(),
                Stream.concat(old.stream(), wanted.stream()).toList(),
                "{\"OldBackendServers\":" + removed + ",\"NewBackendServers\":" + added + "}",
                by,
                () -> sdk().modifyVServerGroupBackendServersWithOptions(request, new RuntimeOptions())
                        .getBody()
                        .getRequestId());
    }

    /**
     * Gives members of a load balancer's default group the weights that they have here.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-setbackendservers">SetBackendServers</a>
     */
    public Uni<CloudReply> setWeights(LoadBalancerId loadBalancer, List<Backend> backends, CallBy by) {
        var request = new SetBackendServersRequest()
                .setRegionId(region())
                .setLoadBalancerId(loadBalancer.value())
                .setBackendServers(json(backends));
        return edit(
                "SetBackendServers",
                loadBalancer.value(),
                backends,
                by,
                () -> sdk().setBackendServersWithOptions(request, new RuntimeOptions())
                        .getBody()
                        .getRequestId());
    }

    /**
     * Adds members to a load balancer's default group. Fails as {@link Meaning#NOT_RUNNING} while one of them does not
     * run.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-addbackendservers">AddBackendServers</a>
     */
    public Uni<CloudReply> add(LoadBalancerId loadBalancer, List<Backend> backends, CallBy by) {
        var request = new AddBackendServersRequest()
                .setRegionId(region())
                .setLoadBalancerId(loadBalancer.value())
                .setBackendServers(json(backends));
        return edit(
                "AddBackendServers",
                loadBalancer.value(),
                backends,
                by,
                () -> sdk().addBackendServersWithOptions(request, new RuntimeOptions())
                        .getBody()
                        .getRequestId());
    }

    /**
     * Removes members from a load balancer's default group. Those that are not in it are passed over.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-removebackendservers">RemoveBackendServers</a>
     */
    public Uni<CloudReply> remove(LoadBalancerId loadBalancer, List<Backend> backends, CallBy by) {
        var request = new RemoveBackendServersRequest()
                .setRegionId(region())
                .setLoadBalancerId(loadBalancer.value())
                .setBackendServers(json(backends));
        return edit(
                "RemoveBackendServers",
                loadBalancer.value(),
                backends,
                by,
                () -> sdk().removeBackendServersWithOptions(request, new RuntimeOptions())
                        .getBody()
                        .getRequestId());
    }

    private static String json(List<Backend> backends) {
        if (backends.isEmpty() || backends.size() > MOST_BACKENDS) {
            throw new IllegalArgumentException(
                    "A call takes 1 to " + MOST_BACKENDS + " backends, not " + backends.size());
        }
        return Backend.json(backends);
    }

    private Uni<CloudReply> edit(
            String action, String target, List<Backend> backends, CallBy by, Callable<String> requestId) {
        return edit(action, target, backends, Backend.json(backends), by, requestId);
    }

    private Uni<CloudReply> edit(
            String action, String target, List<Backend> backends, String told, CallBy by, Callable<String> requestId) {
        var instances = backends.stream()
                .flatMap(backend -> backend.instance().stream())
                .distinct()
                .toList();
        var intent = new Intent(by.reactions(), "SLB " + action, target, instances, told, calls.isDryRun());
        return calls.inItsSlot(intent, CloudCalls.REPEATABLE, () -> {
            if (!by.permit().getAsBoolean()) {
                throw CloudErrors.notPermitted(intent.api());
            }
            return CloudReply.of(requestId.call());
        });
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
