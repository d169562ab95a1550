using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Effective;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>Does a larger box change the answer? The same morphology in boxes of a quarter, a half, the whole and twice the particles, at one voxel size.</summary>
public static class BoxStudy
{
    private static readonly double[] Sizes = [0.25, 0.5, 1, 2];

    /// <summary>Runs the study.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="options">The whole box; its realisations are made at each size.</param>
    /// <param name="progress">Share done, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LtoAutoscope.Domain.InputException">An option is out of range, or a packing jams.</exception>
    public static async Task<IReadOnlyList<BoxStudyRow>> RunAsync(
        Morphology morphology, StructureOptions options, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        int runs = Math.Max(2, options.Realisations);
        double work = Sizes.Sum() * runs;
        double finished = 0;
        var rows = new List<BoxStudyRow>();
        foreach (double size in Sizes)
        {
            int particles = Math.Max(8, (int)Math.Round(size * options.Particles));
            int grid = Math.Clamp((int)Math.Round(options.Grid * Math.Cbrt((double)particles / options.Particles)), 8, 512);
            var part = options with { Particles = particles, Grid = grid };
            var measured = new StructureMeasures[runs];
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(options.Threads, runs), CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(Enumerable.Range(0, runs), parallel, (r, token) =>
            {
                // Other draws than those of the report: 1000 on.
                var built = MicrostructureBuilder.Build(morphology, part, 1000 + r, token);
                double[]? tortuosity = options.Tortuosity ? [.. PoreTransport.Measure(built.Voxels, 0, 1, token).TortuosityFactor] : null;
                measured[r] = StructureMeter.Measure(built, r, options.RoughnessInnerCutoffNm, options.DensityGCm3, tortuosity, token);
                lock (rows)
                {
                    finished += size;
                    progress?.Report(finished / work);
                }

                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
            rows.Add(new BoxStudyRow(
                particles, grid, measured.Average(m => m.BoxNm[0]), runs, MeanScatter.Of(measured.Select(m => m.PorosityVoxels)),
                MeanScatter.Of(measured.Select(m => m.AreaSmoothPerM)), MeanScatter.Of(measured.Select(m => m.Tortuosity?.Average() ?? double.NaN)), true));
        }

        return [.. rows.Select(row => row with { IsRepresentative = Agree(row, rows[^1]) })];
    }

    private static bool Agree(BoxStudyRow row, BoxStudyRow largest)
    {
        return Within(row.Porosity, largest.Porosity) && Within(row.AreaPerM, largest.AreaPerM) && Within(row.Tortuosity, largest.Tortuosity);

        // Twice the standard error of the difference; what was not measured cannot differ.
        bool Within(MeanScatter a, MeanScatter b)
            => double.IsNaN(a.Mean) || Math.Abs(a.Mean - b.Mean) <= (2 * Math.Sqrt(((a.Std * a.Std) + (b.Std * b.Std)) / row.Realisations)) + 1e-12;
    }
}
