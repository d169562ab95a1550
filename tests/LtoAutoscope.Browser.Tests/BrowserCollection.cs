namespace LtoAutoscope.Browser.Tests;

/// <summary>Tests that share one browser and run one after the other: two cores have no room for more.</summary>
[CollectionDefinition(nameof(BrowserCollection))]
public sealed class BrowserCollection : ICollectionFixture<Chromium>;
