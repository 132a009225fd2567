/**
 * Service tags of Azure as a source of traffic. A tag stands for the published ranges of one service, which are far
 * from the internet; the tags of whole data centres hold the machines of every customer.
 *
 * Source: Azure Virtual Network, "Virtual network service tags: available service tags". A tag that is not listed here
 * may be newer than the list: nothing is concluded from it.
 */
const services = new Set(
  [
    'ActionGroup ApiManagement AppConfiguration ApplicationInsightsAvailability AppService AppServiceManagement',
    'AutonomousDevelopmentPlatform AzureActiveDirectory AzureActiveDirectoryDomainServices',
    'AzureAdvancedThreatProtection AzureApplicationInsights AzureArcInfrastructure AzureAttestation AzureBackup',
    'AzureBotService AzureCognitiveSearch AzureConnectors AzureContainerAppsService AzureContainerRegistry',
    'AzureCosmosDB AzureDatabricks AzureDataExplorerManagement AzureDeviceUpdate AzureDevOps AzureDigitalTwins',
    'AzureEventGrid AzureFrontDoor AzureHealthcareAPIs AzureInformationProtection AzureIoTHub AzureKeyVault',
    'AzureLoadTestingInstanceManagement AzureMachineLearning AzureMachineLearningInference AzureManagedGrafana',
    'AzureMonitor AzureMonitorForSAP AzureOpenDatasets AzurePlatformDNS AzurePlatformIMDS AzurePlatformLKM',
    'AzureResourceManager AzureSentinel AzureSignalR AzureSiteRecovery AzureSphere AzureSpringCloud AzureStack',
    'AzureTrafficManager AzureUpdateDelivery AzureWebPubSub BatchNodeManagement ChaosStudio',
    'CognitiveServicesFrontend CognitiveServicesManagement DataFactory DataFactoryManagement',
    'Dynamics365BusinessCentral Dynamics365ForMarketingEmail EOPExternalPublishedIPs EventHub GenevaActions',
    'GuestAndHybridManagement HDInsight KustoAnalytics LogicApps LogicAppsManagement M365ManagementActivityApi',
    'Marketplace MicrosoftAzureFluidRelay MicrosoftCloudAppSecurity MicrosoftContainerRegistry',
    'MicrosoftDefenderForEndpoint MicrosoftPurviewPolicyDistribution OneDsCollector PowerBI PowerPlatformInfra',
    'PowerPlatformPlex PowerQueryOnline Scuba SecurityCopilot SerialConsole ServiceBus ServiceFabric Sql',
    'SqlManagement Storage StorageMover StorageSyncService TrustedHardwareIdentityManagement VideoIndexer',
    'WindowsAdminCenter WindowsVirtualDesktop',
  ].flatMap((line) => line.toLowerCase().split(' ')),
);

/** `Storage`, `Storage.WestEurope`, `AzureFrontDoor.Backend`: the ranges of one service, everywhere or in a region. */
export const isServiceTag = (text: string): boolean =>
  services.has(text.trim().toLowerCase().split('.', 1)[0] ?? '');
