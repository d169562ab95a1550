using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Identification;

/// <summary>The forward models that fits and studies run, by name.</summary>
public static class ReducedModels
{
    /// <summary>Names that <see cref="Create"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["particle", "p2d"];

    /// <summary>
    /// Size classes that share one potential, without electrolyte: a first cycle takes a few milliseconds. It holds where separator, electrolyte and
    /// lithium cost little: to about 1C in CE1, and in voltage up to an offset.
    /// </summary>
    public static ICellPredictor Particle { get; } = Electrolyteless(1e-3, 1e-4);

    /// <summary>The same with finer steps, for small differences.</summary>
    internal static ICellPredictor FineParticle { get; } = Electrolyteless(1e-4, 2e-5);

    /// <summary>A forward model.</summary>
    /// <param name="name"><c>particle</c>, or <c>p2d</c>: the half cell with electrolyte and separator, some ten times slower.</param>
    /// <param name="design">The half cell of <c>p2d</c>; that of config/cases/lto-half-cell.yaml if null. Its powder, material and test are the cells'.</param>
    /// <exception cref="InputException">There is no such model, or the design is no half cell.</exception>
    public static ICellPredictor Create(string name, CellCase? design = null)
    {
        if (name == "particle") return Particle;
        if (name != "p2d") throw new InputException($"there is no model '{name}'", "--model", "Give particle or p2d");
        if (design is { Kind: not CellKind.Half }) throw new InputException("a full cell cannot be fitted to half-cell tests", "--design", "Give a case with kind: half");
        var cell = design ?? new CellCase { Name = "fit", Protocol = new Protocol([]) };
        // Half the default grid moves CE1 by less than 1e-5 and the voltage by some tenths of a millivolt.
        return new HalfCellPredictor(design is null ? cell with { Solver = new SolverSettings { ElectrodeCells = 12, SeparatorCells = 6, VoltageToleranceV = 1e-3 } } : cell);
    }

    private static HalfCellPredictor Electrolyteless(double voltage, double lithiation) => new(new CellCase
    {
        Name = "fit",
        Protocol = new Protocol([]),
        Solver = new SolverSettings { ElectrolyteFree = true, VoltageToleranceV = voltage, LithiationTolerance = lithiation },
    });
}
