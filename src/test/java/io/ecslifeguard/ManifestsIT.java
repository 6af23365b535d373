package io.ecslifeguard;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMapEnvSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecretEnvSource;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.smallrye.config.ConfigMappings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is applied to a cluster: read to the letter, and held against the application that it runs. */
class ManifestsIT {

    private static final Path MANIFESTS = Path.of("target/kubernetes/kubernetes.yml");

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "Deployment", Deployment.class,
            "Service", io.fabric8.kubernetes.api.model.Service.class,
            "ServiceAccount", ServiceAccount.class,
            "PodDisruptionBudget", PodDisruptionBudget.class,
            "NetworkPolicy", NetworkPolicy.class,
            "ServiceMonitor", ServiceMonitor.class);

    private static final String NAME = "ecs-lifeguard";
    private static final String MANAGEMENT = NAME + "-management";

    /** By kind and name. */
    private static final Map<String, HasMetadata> RESOURCES = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        var yaml = new YAMLMapper();
        // the models take in fields that nobody knows; a misspelt one would be applied, and do nothing
        yaml.setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
            @Override
            public Boolean hasAnySetter(Annotated annotated) {
                return false;
            }
        });
        yaml.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try (var documents = yaml.readerFor(JsonNode.class).<JsonNode>readValues(MANIFESTS.toFile())) {
            for (var document : documents.readAll()) {
                var kind = document.path("kind").asText();
                assertThat(KINDS).containsKey(kind);
                var resource = yaml.treeToValue(document, KINDS.get(kind));
                assertThat(RESOURCES.put(kind + " " + resource.getMetadata().getName(), resource))
                        .isNull();
            }
        }
    }

    @Test
    void areWhatADeploymentNeedsAndNoMore() {
        assertThat(RESOURCES)
                .containsOnlyKeys(
                        "Deployment ecs-lifeguard",
                        "Service ecs-lifeguard",
                        "Service ecs-lifeguard-management",
                        "ServiceAccount ecs-lifeguard",
                        "PodDisruptionBudget ecs-lifeguard",
                        "NetworkPolicy ecs-lifeguard",
                        "ServiceMonitor ecs-lifeguard");
        assertThat(RESOURCES.values())
                .allSatisfy(resource ->
                        assertThat(resource.getApiVersion()).isEqualTo(HasMetadata.getApiVersion(resource.getClass())));
        assertThat(deployment().getSpec().getTemplate().getSpec().getInitContainers())
                .as("the service migrates its schema itself")
                .isEmpty();
    }

    @Test
    void nameOnlySettingsThatThereAre() {
        // Given
        var known = AllSettings.MAPPINGS.stream()
                .map(ConfigMappings.ConfigClass::configClass)
                .flatMap(type -> ConfigMappings.getProperties(type).keySet().stream())
                .map(ManifestsIT::variable)
                .toList();

        // When
        var named = container().getEnv().stream()
                // Quarkus tells every application its namespace
                .filter(variable -> !variable.getName().equals("KUBERNETES_NAMESPACE"))
                .collect(toMap(EnvVar::getName, EnvVar::getValueFrom));

        // Then
        assertThat(known).contains(named.keySet().toArray(String[]::new));
        assertThat(named.keySet())
                .as("what nothing starts without")
                .contains(
                        "LIFEGUARD_CLOUD_REGION",
                        "LIFEGUARD_DATABASE_URL",
                        "LIFEGUARD_QUEUE_ENDPOINT",
                        "LIFEGUARD_QUEUE_NAMES");
        assertThat(named).allSatisfy((name, source) -> {
            if (source.getSecretKeyRef() != null) {
                assertThat(source.getSecretKeyRef().getName()).isEqualTo("ecs-lifeguard");
                assertThat(source.getSecretKeyRef().getKey()).isEqualTo(name);
            } else {
                assertThat(source.getConfigMapKeyRef().getName()).isEqualTo("ecs-lifeguard");
                assertThat(source.getConfigMapKeyRef().getKey()).isEqualTo(name);
            }
        });
        assertThat(named.get("LIFEGUARD_DATABASE_PASSWORD").getSecretKeyRef()).isNotNull();
    }

    @Test
    void letEverySettingBeMadeInTheConfigMapOrTheSecret() {
        // When
        var sources = container().getEnvFrom();

        // Then
        assertThat(sources)
                .extracting(EnvFromSource::getConfigMapRef)
                .filteredOn(Objects::nonNull)
                .extracting(ConfigMapEnvSource::getName)
                .containsExactly(NAME);
        assertThat(sources)
                .extracting(EnvFromSource::getSecretRef)
                .filteredOn(Objects::nonNull)
                .extracting(SecretEnvSource::getName)
                .containsExactly(NAME);
    }

    @Test
    void probeWhatTheApplicationServes() {
        try (var site = new Site()) {
            // Given
            var service = site.started();
            var container = container();

            // When
            var probes = Map.of(
                    "live", container.getLivenessProbe(),
                    "ready", container.getReadinessProbe(),
                    "started", container.getStartupProbe());

            // Then
            assertThat(probes).allSatisfy((name, probe) -> {
                assertThat(probe.getHttpGet().getPath()).isEqualTo("/q/health/" + name);
                assertThat(probe.getHttpGet().getScheme()).isIn(null, "HTTP");
                assertThat(port(container, probe)).isEqualTo(9000);
                var checks = new JsonObject(service.health(name)).getJsonArray("checks");
                assertThat(checks).isNotEmpty();
            });
        }
    }

    @Test
    void giveTheServiceTimeToStop() {
        assertThat(deployment().getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
                .isGreaterThanOrEqualTo(Service.TIME_TO_STOP.toSeconds() + 5);
    }

    @Test
    void runItWithoutRights() {
        // When
        var pod = deployment().getSpec().getTemplate().getSpec();
        var container = container();

        // Then
        assertThat(pod.getServiceAccountName()).isEqualTo("ecs-lifeguard");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getSecurityContext().getCapabilities().getAdd()).isNullOrEmpty();
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits()).containsKeys("memory");
        assertThat(resource(ServiceAccount.class).getMetadata().getAnnotations())
                .containsKey("pod-identity.alibabacloud.com/role-name");
    }

    @Test
    void selectItsPodsInEveryVersion() {
        // Given
        var spec = deployment().getSpec();
        var pods = spec.getTemplate().getMetadata().getLabels();

        // When
        var selectors = Stream.of(
                        spec.getSelector().getMatchLabels(),
                        resource(PodDisruptionBudget.class)
                                .getSpec()
                                .getSelector()
                                .getMatchLabels(),
                        resource(NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels(),
                        service(NAME).getSpec().getSelector(),
                        spec.getTemplate()
                                .getSpec()
                                .getTopologySpreadConstraints()
                                .get(0)
                                .getLabelSelector()
                                .getMatchLabels())
                .toList();

        // Then
        assertThat(selectors)
                .allSatisfy(selector -> assertThat(selector)
                        .isNotEmpty()
                        .doesNotContainKey("app.kubernetes.io/version")
                        .satisfies(labels -> assertThat(pods).containsAllEntriesOf(labels)));
        assertThat(spec.getReplicas()).isEqualTo(2);
        assertThat(spec.getTemplate().getSpec().getTopologySpreadConstraints())
                .extracting(constraint -> constraint.getTopologyKey())
                .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
    }

    @Test
    void letMetricsBeGatheredOnTheManagementPort() {
        // Given
        var service = service(MANAGEMENT);

        // When
        var endpoint = resource(ServiceMonitor.class).getSpec().getEndpoints().get(0);

        // Then
        var port = service.getSpec().getPorts().stream()
                .filter(one -> one.getName().equals(endpoint.getPort()))
                .findFirst()
                .orElseThrow();
        assertThat(port.getTargetPort().getIntVal()).isEqualTo(9000);
        assertThat(endpoint.getPath()).isEqualTo("/q/metrics");
        assertThat(service.getMetadata().getLabels())
                .containsAllEntriesOf(
                        resource(ServiceMonitor.class).getSpec().getSelector().getMatchLabels());
        assertThat(resource(NetworkPolicy.class).getSpec().getIngress())
                .flatExtracting(rule -> rule.getPorts())
                .extracting(one -> one.getPort().getIntVal())
                .containsExactlyInAnyOrder(8080, 9000);
    }

    private static int port(Container container, Probe probe) {
        var port = probe.getHttpGet().getPort();
        return port.getIntVal() != null
                ? port.getIntVal()
                : container.getPorts().stream()
                        .filter(one -> one.getName().equals(port.getStrVal()))
                        .findFirst()
                        .orElseThrow()
                        .getContainerPort();
    }

    private static Container container() {
        var containers = deployment().getSpec().getTemplate().getSpec().getContainers();
        assertThat(containers).hasSize(1);
        return containers.get(0);
    }

    private static Deployment deployment() {
        return resource(Deployment.class);
    }

    private static io.fabric8.kubernetes.api.model.Service service(String name) {
        return (io.fabric8.kubernetes.api.model.Service) RESOURCES.get("Service " + name);
    }

    private static <T extends HasMetadata> T resource(Class<T> kind) {
        return kind.cast(RESOURCES.get(kind.getSimpleName() + " " + NAME));
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
