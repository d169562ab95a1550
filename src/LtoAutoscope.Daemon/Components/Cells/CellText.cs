using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Pipeline.Cells;

namespace LtoAutoscope.Daemon.Components.Cells;

/// <summary>Words about a cell model.</summary>
internal static class CellText
{
    /// <summary>The rate as cells are cycled: C/5, 2C.</summary>
    public static string Rate(double? perHour) => perHour switch
    {
        null => Figures.Unknown,
        > 0 and < 1 => $"C/{Figures.Css(1 / perHour.Value)}",
        _ => $"{Figures.Css(perHour.Value)}C",
    };

    /// <summary>What kind of model it is, in a line.</summary>
    public static string Subtitle(CellReading reading)
    {
        List<string> parts = [reading.Source == CellSource.Run ? "the run's own model" : "resolved model, asked for after the run"];
        if (reading.Figures is { } figures)
        {
            parts.Add($"{Rate(figures.RatePerHour)}, first cycle");
            if (figures.Number("grid") is { } grid) parts.Add($"{Figures.Count((long)grid)}³ voxels");
            if (figures.Number("particles") is { } particles) parts.Add($"{Figures.Count((long)particles)} particles");
            if (figures.Number("realisations") is { } packings) parts.Add($"{Figures.Count((long)packings)} packings");
            if (figures.WallS is { } wall) parts.Add($"computed in {Figures.Duration(TimeSpan.FromSeconds(wall))}");
        }

        return string.Join(" · ", parts);
    }

    /// <summary>Marks of mesh and convergence, each with its word and shape. The limits are those at which docs/cell-model.md calls a result resolved, or plain arithmetic.</summary>
    public static IReadOnlyList<(Look Look, string Why)> Quality(CellFigures figures)
    {
        List<(Look, string)> marks = [];
        if (figures.BalanceError is { } balance)
            marks.Add(Mark(balance < 1e-6, $"lithium balance {Figures.Scientific(balance, 0)}", "largest relative error of the lithium balance over the cycle; under 10⁻⁶ is tight"));
        if (figures.Number("coupled_residual") is { } residual)
            marks.Add(Mark(residual < 1e-4, $"coupled residual {Figures.Scientific(residual, 0)}", "what the coupled fields leave unsolved, relative; under 10⁻⁴ no figure shown here changes"));
        if (figures.Number("voxels_a_particle_median") is { } voxels)
            marks.Add(Mark(voxels >= 100, $"{Figures.Count((long)voxels)} voxels a particle", "median; under 100 a particle is fewer than six voxels across and its surface coarse"));
        if (figures.Number("particles_below_a_voxel") is { } lost)
            marks.Add(Mark(lost == 0, lost == 0 ? "no particle lost" : $"{Figures.Count((long)lost)} particles under a voxel", "particles too small for the grid"));
        if (figures.Number("realisation_standard_deviation") is { } spread && figures.Number("realisations") is > 1 and var count)
            marks.Add(Mark(spread < 0.002, $"{Figures.Count((long)count)} packings within {Figures.Fixed(100 * spread, 3)} points", "standard deviation of the efficiency over random packings; under 0.2 points the box is large enough for it"));
        return marks;
    }

    private static (Look, string) Mark(bool good, string word, string why) => (new Look(word, good ? "ok" : "redo", good ? "v-ok" : "v-quar"), why);
}
