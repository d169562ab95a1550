using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Learning.VirtualSyntheses;

namespace LtoAutoscope.Pipeline.Studies;

/// <summary>
/// The cells of the virtual laboratory: a half cell of the true powder at fidelity p2d, with a material that differs from the file which predictions are made with, as a real powder would,
/// and noise from cell to cell. What the pipeline predicts never sees any of it.
/// </summary>
/// <param name="nominal">The material of the file.</param>
/// <param name="options">Noise and seed.</param>
internal sealed class StudyCells(Material nominal, StudyOptions options)
{
    /// <summary>C-rate of the first cycle, 1/h.</summary>
    internal const double RatePerHour = 0.2;

    /// <summary>What the virtual powder's material has where the file says otherwise.</summary>
    internal static IReadOnlyDictionary<string, double> Differences { get; } = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["diffusivity_m2_s"] = 5.0e-18, ["surface_charge_C_m2"] = 0.8, ["exchange_current_A_m2"] = 0.6,
    };

    private readonly Material _material = MaterialFile.With(nominal, Differences);

    /// <summary>Runs the cell of a powder and builds its noisy replicates.</summary>
    /// <exception cref="Domain.InputException">The cell broke off.</exception>
    internal IReadOnlyList<CellTest> Measure(StudySynthesis synthesis, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Morphology truth = TruePowder.Of(synthesis.Powder, synthesis.Name, unchecked(options.Seed * 31_337 + synthesis.Number));
        HalfCellResult cell = HalfCellSimulation.Run(MorphologyCase.Build(truth, _material, new CellModelOptions { Fidelity = CellFidelity.P2d, RatePerHour = RatePerHour }), null, cancellationToken);
        if (!double.IsFinite(cell.Ce1)) throw new Domain.InputException($"the virtual cell ended without an efficiency ({cell.Reason})", synthesis.Name, "Look at the powder's figures in study.json");
        var random = new Random(unchecked(options.Seed * 65_537 + 11 * synthesis.Number));
        var cells = new List<CellTest>(options.Cells);
        double lithiation = cell.Cycles[0].LithiationMAhG;
        for (int i = 0; i < options.Cells; i++)
        {
            double ce = Math.Round(Math.Min(cell.Ce1 + options.CellNoise * StandardNormal.Draw(random), 1), 5);
            cells.Add(new CellTest(synthesis.Name, FormattableString.Invariant($"{synthesis.Name}-c{i + 1}"), ce, RatePerHour, at)
            {
                Cycles = [new CycleCapacity(1, RatePerHour, Math.Round(lithiation, 3), Math.Round(lithiation * ce, 3))],
                SourceName = "virtual study: computed, not measured",
            });
        }

        return cells;
    }
}
