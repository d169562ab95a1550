using LtoAutoscope.Daemon.Components.Particles;
using LtoAutoscope.Daemon.Web.Particles;
using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Particles;
using LtoAutoscope.Storage.Columns;

namespace LtoAutoscope.Daemon.Components.Distributions;

/// <summary>What the page Distributions shows, as its address says it.</summary>
/// <param name="Runs">Runs, in the order of their inks.</param>
/// <param name="Request">Which distribution.</param>
public sealed record DistributionView(IReadOnlyList<string> Runs, DistributionRequest Request)
{
    /// <summary>Reads an address.</summary>
    /// <exception cref="InputException">A key is unknown or malformed.</exception>
    public static DistributionView Of(string uri)
    {
        var address = new ParticleAddress(ParticleView.Pairs(uri), ["runs", .. ParticleAddress.DistributionKeys]);
        bool none = !ParticleView.Pairs(uri).Any(pair => pair.Key == "runs" && pair.Value.Length > 0);
        return new DistributionView(none ? [] : address.Runs(), address.Distribution(convergence: true));
    }

    /// <summary>The query of its address, and of the API.</summary>
    public string Query()
    {
        List<string> parts = [$"runs={string.Join(',', Runs)}", $"q={Request.Quantity.Key}"];
        if (Request.ByVolume) parts.Add("weight=volume");
        if (Request.Logarithmic) parts.Add("axis=log");
        if (Request.WithDecisions) parts.Add("decisions=applied");
        if (ParticleFilterText.Format(Request.Filter) is { Length: > 0 } filter) parts.Add(filter);
        return string.Join('&', parts);
    }
}
