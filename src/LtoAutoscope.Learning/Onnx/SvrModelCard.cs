using System.Globalization;
using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Onnx;

/// <summary>
/// What a model file says of itself beside the operators: the keys of <c>metadata_props</c>. Lists are JSON arrays, numbers are in full precision,
/// because the operators hold single precision only.
/// </summary>
public sealed record SvrModelCard
{
    /// <summary>The value of the key <c>format</c> of every file that this library writes.</summary>
    public const string Format = "lto-autoscope-svr-1";

    /// <summary>Names of the features, in order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Name of what is predicted.</summary>
    public required string Target { get; init; }

    /// <summary>Means and population deviations of the training rows.</summary>
    public required Standardisation Standardisation { get; init; }

    /// <summary>The range of each feature in the training rows.</summary>
    public required IReadOnlyList<FeatureRange> Ranges { get; init; }

    /// <summary>C, ε and γ of the fit.</summary>
    public required SvrHyperparameters Hyperparameters { get; init; }

    /// <summary>Offset in double precision.</summary>
    public required double Rho { get; init; }

    /// <summary>The dual objective reached.</summary>
    public required double DualObjective { get; init; }

    /// <summary>Support vectors at the bound C.</summary>
    public required int BoundedCount { get; init; }

    /// <summary>Coefficient of determination on held-out folds.</summary>
    public required double R2 { get; init; }

    /// <summary>Root mean square error on held-out folds, units of the target.</summary>
    public required double Rmse { get; init; }

    /// <summary>On what the two were measured.</summary>
    public required string MeasuredOn { get; init; }

    /// <summary>Rows that it was trained on.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>What the data are.</summary>
    public required string TrainedOn { get; init; }

    /// <summary>Name of the physical prediction that is to be added; empty where there is none.</summary>
    public string PriorName { get; init; } = "";

    /// <summary>Name of the material that its rows are of; empty where nobody said.</summary>
    public string Material { get; init; } = "";

    /// <summary>Half-width of the 95 % conformal interval; NaN where unknown.</summary>
    public double HalfWidth95 { get; init; } = double.NaN;

    /// <summary>The training rows, standardised, for the applicability domain; empty where the file does not have them.</summary>
    public IReadOnlyList<double[]> DomainPoints { get; init; } = [];

    internal static Dictionary<string, string> Write(SvrModel model)
    {
        Dictionary<string, string> keys = Always(model);
        if (model.PriorName.Length > 0) keys["prior"] = model.PriorName;
        if (model.Material.Length > 0) keys["material"] = model.Material;
        if (double.IsFinite(model.HalfWidth95)) keys["half_width_95"] = Number(model.HalfWidth95);
        // Seven digits tell a distance in standard deviations well enough.
        if (model.DomainPoints.Count > 0) keys["domain_points"] = List(model.DomainPoints.Select(point => Array.ConvertAll(point, value => (float)value)));
        return keys;
    }

    private static Dictionary<string, string> Always(SvrModel model) => new(StringComparer.Ordinal)
    {
        ["format"] = Format,
        ["features"] = List(model.Features),
        ["target"] = model.Target,
        ["means"] = List(model.Standardisation.Means),
        ["deviations"] = List(model.Standardisation.Deviations),
        ["range_low"] = List(model.Ranges.Select(range => range.Low)),
        ["range_high"] = List(model.Ranges.Select(range => range.High)),
        ["C"] = Number(model.Hyperparameters.C),
        ["epsilon"] = Number(model.Hyperparameters.Epsilon),
        ["gamma"] = Number(model.Hyperparameters.Gamma),
        ["rho"] = Number(model.Rho),
        ["dual_objective"] = Number(model.DualObjective),
        ["n_sv"] = model.SupportVectorCount.ToString(CultureInfo.InvariantCulture),
        ["n_bounded"] = model.BoundedCount.ToString(CultureInfo.InvariantCulture),
        ["r2"] = Number(model.R2),
        ["rmse"] = Number(model.Rmse),
        ["measured_on"] = model.MeasuredOn,
        ["training_rows"] = model.TrainingRows.ToString(CultureInfo.InvariantCulture),
        ["trained_on"] = model.TrainedOn,
    };

    /// <exception cref="FormatException">A key is missing or holds something else.</exception>
    internal static SvrModelCard Read(IReadOnlyDictionary<string, string> metadata)
    {
        if (Key("format") != Format) throw new FormatException($"its format is '{Key("format")}', not '{Format}'");
        string[] features = Parse<string[]>("features");
        double[] means = Parse<double[]>("means"), deviations = Parse<double[]>("deviations"), low = Parse<double[]>("range_low"), high = Parse<double[]>("range_high");
        if (features.Length == 0 || new[] { means, deviations, low, high }.Any(list => list.Length != features.Length))
            throw new FormatException("its lists of features, means, deviations and ranges differ in length");
        double[][] points = metadata.ContainsKey("domain_points") ? Parse<double[][]>("domain_points") : [];
        if (points.Any(point => point.Length != features.Length)) throw new FormatException("its domain's points and its features differ in number");
        return new SvrModelCard
        {
            PriorName = metadata.GetValueOrDefault("prior", ""),
            Material = metadata.GetValueOrDefault("material", ""),
            HalfWidth95 = metadata.ContainsKey("half_width_95") ? Parse<double>("half_width_95") : double.NaN,
            DomainPoints = points,
            Features = features,
            Target = Key("target"),
            Standardisation = new Standardisation(means, deviations),
            Ranges = [.. low.Zip(high, (a, b) => new FeatureRange(a, b))],
            Hyperparameters = new SvrHyperparameters(Parse<double>("C"), Parse<double>("epsilon"), Parse<double>("gamma")),
            Rho = Parse<double>("rho"),
            DualObjective = Parse<double>("dual_objective"),
            BoundedCount = Parse<int>("n_bounded"),
            R2 = Key("r2") == "NaN" ? double.NaN : Parse<double>("r2"),
            Rmse = Parse<double>("rmse"),
            MeasuredOn = Key("measured_on"),
            TrainingRows = Parse<int>("training_rows"),
            TrainedOn = Key("trained_on"),
        };

        string Key(string key) => metadata.TryGetValue(key, out string? value) ? value : throw new FormatException($"it lacks the property '{key}'");

        T Parse<T>(string key)
        {
            try
            {
                return JsonSerializer.Deserialize<T>(Key(key), DomainJson.Line) ?? throw new FormatException($"its property '{key}' is empty");
            }
            catch (JsonException error)
            {
                throw new FormatException($"its property '{key}' cannot be read", error);
            }
        }
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string List<T>(IEnumerable<T> values) => JsonSerializer.Serialize(values, DomainJson.Line);
}
