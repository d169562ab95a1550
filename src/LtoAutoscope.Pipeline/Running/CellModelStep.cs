using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Fem;
using LtoAutoscope.Fem.Exchange;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>The cell model of a run, in the fidelity that its recipe asks for, written into the run folder.</summary>
internal sealed class CellModelStep(RunFolder folder, TimeProvider time, int threads)
{
    /// <summary>Runs it, or goes on from its saved state.</summary>
    /// <exception cref="InputException">Morphology, material or settings do not fit, or the cell broke off without an efficiency.</exception>
    public async Task<(double Ce1, double BalanceError)> RunAsync(Morphology morphology, Material material, IProgress<CellModelProgress> progress, CancellationToken cancellationToken)
    {
        Recipe recipe = folder.Record.Recipe;
        CellModelOptions settings = CellModelOptions.From(recipe.CellModel, recipe.Seed, threads) with { LowPriority = true };
        if (settings.Fidelity != CellFidelity.Rve)
        {
            HalfCellRun run = await new HalfCellModel(time).RunAsync(morphology, material, settings, progress, cancellationToken).ConfigureAwait(false);
            if (run.Report.Ce1 is not { } ce1)
                throw new InputException($"the half cell ended without an efficiency ({run.Report.Reason})", $"run {folder.RunId}", "Look at the morphology, and at cell_model.rate_per_hour of the recipe");
            await HalfCellFiles.WriteAsync(folder.FemPath, run, cancellationToken).ConfigureAwait(false);
            await BpxAsync(morphology, material, run.Report.RunWith.GetValueOrDefault("electrode_bruggeman_exponent") as double?, cancellationToken).ConfigureAwait(false);
            return (ce1, run.Report.BalanceError);
        }

        string states = Path.Combine(folder.FemPath, "state");
        settings = settings with { FieldsFolder = folder.FemPath, StateFolder = states, Resume = Directory.Exists(states) };
        CellModelResult result = await BoxAsync(morphology, material, settings, progress, cancellationToken).ConfigureAwait(false);
        await CellModelFiles.WriteAsync(folder.FemPath, result, cancellationToken).ConfigureAwait(false);
        if (Directory.Exists(states)) Directory.Delete(states, recursive: true);
        await BpxAsync(morphology, material, null, cancellationToken).ConfigureAwait(false);
        return (result.Prediction.Ce1, result.Prediction.BalanceError);
    }

    private Task BpxAsync(Morphology morphology, Material material, double? exponent, CancellationToken cancellationToken)
        => BpxDocument.WriteAsync(folder.BpxPath, BpxDocument.Of(morphology with { SampleName = folder.Record.Sample.Name }, material, exponent), cancellationToken);

    /// <summary>Goes on from a saved state where there is one; a state that is damaged or of other inputs is dropped, and the model begins anew.</summary>
    private async Task<CellModelResult> BoxAsync(Morphology morphology, Material material, CellModelOptions settings, IProgress<CellModelProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            return await new CellModel(time).RunAsync(morphology, material, settings, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (InputException) when (settings.Resume)
        {
            Directory.Delete(settings.StateFolder!, recursive: true);
            return await new CellModel(time).RunAsync(morphology, material, settings with { Resume = false }, progress, cancellationToken).ConfigureAwait(false);
        }
    }
}
