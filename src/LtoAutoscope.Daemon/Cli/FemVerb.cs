using System.CommandLine;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem</c>: the cell model, what it is built on, and what is learned with it.</summary>
internal static class FemVerb
{
    public static Command Create() => new("fem", "The cell model: microstructure, 3D finite elements, half cell, fits and findings.")
    {
        FemRunVerb.Create(),
        FemStructureVerb.Create(),
        FemAreasVerb.Create(),
        FemConvergenceVerb.Create(),
        FemPlateauVerb.Create(),
        FemBpxVerb.Create(),
        FemFitVerb.Fit(),
        FemFitVerb.Case(),
        FemFitVerb.LeaveOneOut(),
        FemUncertaintyVerb.Create(),
        FemFindingsVerb.Create(),
        new Command("bench", "Measure the solvers on known problems.")
        {
            FemBenchVerb.Poisson(),
            FemBenchVerb.Transient(),
            FemBenchHalfCellVerb.Create(),
            FemBenchPackingVerb.Create(),
            FemBenchRoughnessVerb.Create(),
        },
    };
}
