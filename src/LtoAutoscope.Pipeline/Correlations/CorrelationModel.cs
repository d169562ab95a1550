using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Learning.Responses;

namespace LtoAutoscope.Pipeline.Correlations;

/// <summary>A regression with the rows that stand behind it.</summary>
public sealed class CorrelationModel
{
    private readonly Lazy<HeldOutFit?> _heldOut;

    internal CorrelationModel(string id, string name, bool isVirtual, SvrModel svr, IReadOnlyList<double[]> rows, IReadOnlyList<double>? targets, string rowsFrom, int[]? groups = null)
    {
        (Id, Name, IsVirtual, Svr, Rows, Targets, RowsFrom) = (id, name, isVirtual, svr, rows, targets, rowsFrom);
        Support = new DataSupport(svr.Standardisation, rows);
        _heldOut = new Lazy<HeldOutFit?>(() => targets is null || rows.Count < SvrTraining.MinimumRows ? null : HeldOutFit.Of(svr, rows, targets, groups));
    }

    /// <summary>Its name in addresses.</summary>
    public string Id { get; }

    /// <summary>Its name for people.</summary>
    public string Name { get; }

    /// <summary>Whether its rows were computed, not measured.</summary>
    public bool IsVirtual { get; }

    /// <summary>The regression.</summary>
    public SvrModel Svr { get; }

    /// <summary>Its training rows, not standardised; where the data are not there, its support vectors.</summary>
    public IReadOnlyList<double[]> Rows { get; }

    /// <summary>What was to be predicted, one a row; null where the rows are support vectors.</summary>
    public IReadOnlyList<double>? Targets { get; }

    /// <summary>Where the rows come from, in words.</summary>
    public string RowsFrom { get; }

    /// <summary>Where the rows support a prediction.</summary>
    public DataSupport Support { get; }

    /// <summary>Residuals of fits that had not seen the rows, computed when first asked for; null where the training data are not there.</summary>
    public HeldOutFit? HeldOut => _heldOut.Value;

    /// <summary>The features of a point in the model's order; null where one is unknown.</summary>
    public double[]? FeaturesOf(SamplePoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        double[] features = [.. Svr.Features.Select(feature => point.Quantities.TryGetValue(feature, out IntervalValue? value) ? value.Value : double.NaN)];
        return features.All(double.IsFinite) ? features : null;
    }
}
