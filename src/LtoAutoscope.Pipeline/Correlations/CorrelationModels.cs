using System.Globalization;
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
            List<string> damaged = [];
            List<ModelRecord> intact = [];
            foreach (ModelRecord model in registered)
            {
                try
                {
                    await _registry.RequireIntactAsync(model, cancellationToken).ConfigureAwait(false);
                    intact.Add(model);
                }
                catch (InputException error)
                {
                    damaged.Add($"The regression '{model.Reference}' cannot be used: {error.What} ({error.Where}). {error.Remedy}.");
                }
            }

            return await Task.Run(() => List(points, intact, damaged, problems, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    private List<CorrelationModel> List(IReadOnlyList<SamplePoint> points, IReadOnlyList<ModelRecord> registered, IReadOnlyList<string> damaged, ICollection<string> problems, CancellationToken cancellationToken)
    {
        List<CorrelationModel> models = [];
        LabTrainingSet own = LabTrainingSet.Largest(points, LabFeatures);
        if (own.Set.Count >= FewestSamples && own.Set.GroupCount >= SvrTraining.MinimumGroups) Try(LabFit, () => Fit(own, cancellationToken));
        string folder = Path.Combine(data.Models, Folder);
        foreach (string damage in damaged) problems.Add(damage);
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

    private CorrelationModel Fit(LabTrainingSet own, CancellationToken cancellationToken)
    {
        TrainingSet set = own.Set.WithoutPrior();
        string stamp = string.Join('\n', Enumerable.Range(0, set.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{own.Names[i]},{set.Groups?[i]},{string.Join(',', set.Rows[i])},{set.Targets[i]:R}")));
        if (_kept.TryGetValue(LabFit, out var kept) && kept.Stamp == stamp) return kept.Model;
        SvrModel svr = SvrTraining.Train(set, new SvrOptions { TrainedOn = own.Words, Material = own.Material }, cancellationToken);
        return Keep(LabFit, stamp, new CorrelationModel(LabFit, $"this laboratory's cells, {own.Material}", own.IsSimulated, svr, set.Rows, set.Targets, "the samples with measured cells", set.Groups));
    }

    private CorrelationModel Load(string id, string path, string dataPath, bool isShipped)
    {
        string stamp = $"{File.GetLastWriteTimeUtc(path).Ticks}|{(File.Exists(dataPath) ? File.GetLastWriteTimeUtc(dataPath).Ticks : 0)}";
        if (_kept.TryGetValue(id, out var kept) && kept.Stamp == stamp) return kept.Model;
        SvrModel svr = SvrOnnxFile.Read(path);
        if (svr.Features.FirstOrDefault(feature => !MorphologyFeatures.Known.ContainsKey(feature)) is { } unknown)
            throw new InputException($"it needs the feature '{unknown}', which a morphology does not give", path, $"Train it on some of: {string.Join(", ", MorphologyFeatures.Known.Keys)}");
        if (svr.PriorName.Length > 0) throw new InputException($"it starts from '{svr.PriorName}', which is known for runs alone", path, "Train it without --prior for this page");
        if (svr.Target != "ce1") throw new InputException($"it predicts '{svr.Target}', not ce1", path, "Train it with --target ce1, or move it elsewhere");
        bool isVirtual = isShipped || svr.TrainedOn.Contains("virtual", StringComparison.OrdinalIgnoreCase);
        string name = isShipped ? "virtual study (shipped)" : id;
        if (File.Exists(dataPath))
        {
            CsvTable table = CsvTable.Read(dataPath);
            int[]? groups = table.Has("group") ? RowGroups.Join([table.Texts("group")]) : null;
            return Keep(id, stamp, new CorrelationModel(id, name, isVirtual, svr, table.Rows(svr.Features), table.Numbers(svr.Target), $"{table.RowCount} rows of {Path.GetFileName(dataPath)}", groups));
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
