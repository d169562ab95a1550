using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Electrochemistry;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>CE1 of the resolved cell on one morphology as voxels shrink and as the box grows.</summary>
/// <remarks>Thread safety: an instance holds nothing between runs.</remarks>
public sealed class ConvergenceStudy
{
    private readonly TimeProvider _time;

    /// <param name="time">The clock; the system's if null.</param>
    public ConvergenceStudy(TimeProvider? time = null) => _time = time ?? TimeProvider.System;

    /// <summary>Runs it, row by row.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="material">The material.</param>
    /// <param name="options">Grid, particles, rate, seed, threads, structure of the middle row; realisation 0 is used throughout.</param>
    /// <param name="grids">Grids of the first series, 12…512, with the options' particles.</param>
    /// <param name="boxes">Particles of the second series, with voxels as large as the options' grid gives for the options' particles.</param>
    /// <param name="done">Called with each row as it is done, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Domain.InputException">An option is out of range or a packing jams.</exception>
    /// <exception cref="ConvergenceException">A run cannot go on.</exception>
    public IReadOnlyList<ConvergenceRow> Run(
        Morphology morphology, Material material, CellModelOptions options, IReadOnlyList<int> grids, IReadOnlyList<int> boxes,
        Action<ConvergenceRow>? done = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(grids);
        ArgumentNullException.ThrowIfNull(boxes);
        var rows = new List<ConvergenceRow>();
        foreach (int grid in grids) Add("grid", options with { Grid = grid });
        foreach (int particles in boxes)
        {
            int grid = (int)Math.Round(options.Grid * Math.Cbrt((double)particles / options.Particles));
            Add("box", options with { Grid = grid, Particles = particles });
        }

        return rows;

        void Add(string series, CellModelOptions run)
        {
            run.Validate();
            var row = Row(series, morphology, material, run, cancellationToken);
            rows.Add(row);
            done?.Invoke(row);
        }
    }

    private ConvergenceRow Row(string series, Morphology morphology, Material material, CellModelOptions options, CancellationToken cancellationToken)
    {
        var structure = MicrostructureBuilder.Build(morphology, options.StructureFor(material), 0, cancellationToken).Voxels;
        long start = _time.GetTimestamp(), memory = 0;
        var cycle = new CycleOptions
        {
            RatePerHour = options.RatePerHour, Threads = options.Threads, Protocol = options.Protocol, Surroundings = options.Surroundings,
            LinkConductivitySM = options.LinkConductivitySM,
        };
        var outcome = Realisation.Run(
            structure, material, cycle, withFields: true, (_, _) => memory = Math.Max(memory, GC.GetTotalMemory(forceFullCollection: false)), cancellationToken).Outcome;
        double mean = Math.Cbrt(6 / Math.PI * structure.Particles.Average(p => p.Shape.Volume));
        return new ConvergenceRow(
            series, options.Grid, structure.Particles.Count, mean / structure.VoxelSizeNm, outcome.Ce1, outcome.TrappedC / outcome.LithiationC,
            (outcome.SideLithiationC + outcome.SideDelithiationC) / outcome.LithiationC, outcome.Curve.Count, outcome.BalanceError, outcome.CoupledResidual,
            _time.GetElapsedTime(start).TotalSeconds, memory / 1e6);
    }
}
