using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Fem;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Learning;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Exchange;

/// <summary>Cell model and regression on the morphology of images from elsewhere: what a run does behind its measurement, without a run. Writes <c>fem/</c> and <c>prediction.json</c> into the folder of the results.</summary>
public static class FolderCellModel
{
    /// <summary>Folder of the cell model's files.</summary>
    public const string FemFolder = "fem";

    /// <summary>File of the regression's prediction.</summary>
    public const string PredictionName = "prediction.json";

    /// <summary>Runs both.</summary>
    /// <param name="folder">Where the results lie.</param>
    /// <param name="morphology">What was measured.</param>
    /// <param name="material">The active material.</param>
    /// <param name="settings">How closely the electrode is resolved, rate, packings.</param>
    /// <param name="regressionModel">The regression's ONNX file.</param>
    /// <param name="progress">Share and stage of the cell model; or null.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    /// <exception cref="InputException">Morphology, material or settings do not fit, or the cell ended without an efficiency.</exception>
    public static async Task RunAsync(string folder, Morphology morphology, Material material, CellModelSettings settings, string regressionModel, IProgress<CellModelProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentNullException.ThrowIfNull(settings);
        if (morphology.ParticleCount == 0) throw new InputException("no whole particle was found, so there is nothing to model", folder, "Look at the overlays: pixel size, magnification and network decide");
        string fem = Path.Combine(folder, FemFolder);
        CellModelOptions options = CellModelOptions.From(settings, 1, Environment.ProcessorCount);
        double ce1;
        if (options.Fidelity == CellFidelity.Rve)
        {
            CellModelResult box = await new CellModel().RunAsync(morphology, material, options with { FieldsFolder = fem }, progress, cancellationToken).ConfigureAwait(false);
            await CellModelFiles.WriteAsync(fem, box, cancellationToken).ConfigureAwait(false);
            ce1 = box.Prediction.Ce1;
        }
        else
        {
            HalfCellRun run = await new HalfCellModel().RunAsync(morphology, material, options, progress, cancellationToken).ConfigureAwait(false);
            ce1 = run.Report.Ce1 ?? throw new InputException($"the half cell ended without an efficiency ({run.Report.Reason})", fem, "Look at the morphology, or run `fem run` with another rate");
            await HalfCellFiles.WriteAsync(fem, run, cancellationToken).ConfigureAwait(false);
        }

        string identity = $"{Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(regressionModel)))}, SHA-256 {await FileHash.Sha256Async(regressionModel, cancellationToken).ConfigureAwait(false)}";
        using var regression = CeRegression.Load(regressionModel, identity);
        await JsonFile.WriteAsync(Path.Combine(folder, PredictionName), regression.Predict(morphology, ce1, material.Name), cancellationToken).ConfigureAwait(false);
    }
}
