using System.Globalization;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Learning;
using LtoAutoscope.Learning.Onnx;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Learning.Tables;
using LtoAutoscope.Pipeline.Regressions;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Models;

namespace LtoAutoscope.Pipeline.Correlations;

/// <summary>
/// The regressions that morphology can be read with: the laboratory's own cells once there are enough of them, those of its registry, models that it trained itself and put into <c>models/regression/</c> (with the data as a CSV file
/// of the same name beside), and the one that ships with the program.
/// </summary>
/// <param name="data">The data folder.</param>
/// <param name="shippedModel">The shipped model's file, with <c>data.csv</c> beside.</param>
/// <remarks>Thread safety: may be used from many threads. A model is kept until its file, or the cells behind it, change.</remarks>
public sealed class CorrelationModels(DataFolder data, string shippedModel)
{
    /// <summary>Name of the fit on the laboratory's own cells.</summary>
    public const string LabFit = "lab-cells";

    /// <summary>Name of the shipped model.</summary>
    public const string Shipped = "virtual-ce";

    /// <summary>Folder of the laboratory's models within the folder of models.</summary>
    public const string Folder = ModelRegistry.Regressions;

    private static readonly string[] LabFeatures = ["mean_diameter_nm", "aspect_ratio", "fractal_dim"];
    private readonly ModelRegistry _registry = new(data, TimeProvider.System, ModelRegistry.Regressions);
    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<string, (string Stamp, CorrelationModel Model)> _kept = new(StringComparer.Ordinal);

    /// <summary>Measured samples that a fit of one's own takes at least.</summary>
    public static int FewestSamples => SvrTraining.MinimumRows;

    /// <summary>All models, the most telling first.</summary>
    /// <param name="points">The samples.</param>
    /// <param name="problems">Takes a sentence for each model that cannot be used.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<CorrelationModel>> ListAsync(IReadOnlyList<SamplePoint> points, ICollection<string> problems, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(problems);
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ModelRegistryState state = await _registry.ReadAsync(cancellationToken).ConfigureAwait(false);
            // The one in use first, then the newest.
            ModelRecord[] registered = [.. state.Models.OrderByDescending(model => model.Reference == state.InUse?.Reference).ThenByDescending(static model => model.RegisteredAt)];
            return await Task.Run(() => List(points, registered, problems, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    private List<CorrelationModel> List(IReadOnlyList<SamplePoint> points, IReadOnlyList<ModelRecord> registered, ICollection<string> problems, CancellationToken cancellationToken)
    {
        List<CorrelationModel> models = [];
        (double[] Features, double Ce1)[] measured = [.. points.Where(point => point.Measured is not null && LabFeatures.All(point.Quantities.ContainsKey))
            .Select(point => (LabFeatures.Select(feature => point.Quantities[feature].Value).ToArray(), point.Measured!.Mean))];
        if (measured.Length >= FewestSamples) Try(LabFit, () => Fit(measured, cancellationToken));
        string folder = Path.Combine(data.Models, Folder);
        // A model on the cell model's residual answers for runs alone: nobody knows the cell model's answer between them.
        foreach (ModelRecord model in registered.Where(static model => model.Metadata.GetValueOrDefault("prior", "").Length == 0))
            Try(model.Reference, () => Load(model.Reference, _registry.PathOf(model), _registry.PathBeside(model, RegressionFits.DataName), false));
        if (Directory.Exists(folder))
        {
            foreach (string path in Directory.EnumerateFiles(folder, "*.onnx").OrderByDescending(File.GetLastWriteTimeUtc))
                Try(Path.GetFileNameWithoutExtension(path), () => Load(Path.GetFileNameWithoutExtension(path), path, Path.ChangeExtension(path, ".csv"), false));
        }

        Try(Shipped, () => Load(Shipped, shippedModel, Path.Combine(Path.GetDirectoryName(shippedModel)!, "data.csv"), true));
        return models;

        void Try(string id, Func<CorrelationModel> make)
        {
            try
            {
                if (models.TrueForAll(model => model.Id != id)) models.Add(make());
            }
            catch (InputException error)
            {
                problems.Add($"The regression '{id}' cannot be used: {error.What} ({error.Where}). {error.Remedy}.");
            }
        }
    }

    private CorrelationModel Fit((double[] Features, double Ce1)[] measured, CancellationToken cancellationToken)
    {
        var csv = new StringBuilder(string.Join(',', LabFeatures)).Append(",ce1\n");
        foreach (var (features, ce1) in measured)
            csv.Append(string.Join(',', features.Append(ce1).Select(value => value.ToString("R", CultureInfo.InvariantCulture)))).Append('\n');
        string stamp = csv.ToString();
        if (_kept.TryGetValue(LabFit, out var kept) && kept.Stamp == stamp) return kept.Model;
        using var reader = new StringReader(stamp);
        CsvTable table = CsvTable.Read(reader, "the measured cells");
        SvrModel svr = SvrTraining.Train(table, "ce1", LabFeatures, new SvrOptions { TrainedOn = $"{measured.Length} samples of this laboratory with measured cells" }, cancellationToken);
        return Keep(LabFit, stamp, new CorrelationModel(LabFit, "this laboratory's cells", false, svr, [.. measured.Select(row => row.Features)], [.. measured.Select(row => row.Ce1)], "the samples with measured cells"));
    }

    private CorrelationModel Load(string id, string path, string dataPath, bool isShipped)
    {
        string stamp = $"{File.GetLastWriteTimeUtc(path).Ticks}|{(File.Exists(dataPath) ? File.GetLastWriteTimeUtc(dataPath).Ticks : 0)}";
        if (_kept.TryGetValue(id, out var kept) && kept.Stamp == stamp) return kept.Model;
        SvrModel svr = SvrOnnxFile.Read(path);
        if (svr.Features.FirstOrDefault(feature => !CeRegression.KnownFeatures.ContainsKey(feature)) is { } unknown)
            throw new InputException($"it needs the feature '{unknown}', which a morphology does not give", path, $"Train it on some of: {string.Join(", ", CeRegression.KnownFeatures.Keys)}");
        if (svr.PriorName.Length > 0) throw new InputException($"it starts from '{svr.PriorName}', which is known for runs alone", path, "Train it without --prior for this page");
        if (svr.Target != "ce1") throw new InputException($"it predicts '{svr.Target}', not ce1", path, "Train it with --target ce1, or move it elsewhere");
        bool isVirtual = isShipped || svr.TrainedOn.Contains("virtual", StringComparison.OrdinalIgnoreCase);
        string name = isShipped ? "virtual study (shipped)" : id;
        if (File.Exists(dataPath))
        {
            CsvTable table = CsvTable.Read(dataPath);
            return Keep(id, stamp, new CorrelationModel(id, name, isVirtual, svr, table.Rows(svr.Features), table.Numbers(svr.Target), $"{table.RowCount} rows of {Path.GetFileName(dataPath)}"));
        }

        if (svr.SupportVectorCount < 2) throw new InputException("it has fewer than two support vectors and its data are not there", path, $"Put its data beside it as {Path.GetFileName(dataPath)}");
        double[][] rows = [.. svr.SupportVectors.Select(vector => vector.Select((z, f) => z * svr.Standardisation.Deviations[f] + svr.Standardisation.Means[f]).ToArray())];
        return Keep(id, stamp, new CorrelationModel(id, name, isVirtual, svr, rows, null, $"its {rows.Length} support vectors; the data are not beside it"));
    }

    private CorrelationModel Keep(string id, string stamp, CorrelationModel model)
    {
        _kept[id] = (stamp, model);
        return model;
    }
}
