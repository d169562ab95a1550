using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Fem.Electrochemistry;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem;

/// <summary>How the cell model is run.</summary>
public sealed record CellModelOptions
{
    /// <summary>Voxels along an edge of the box, 12…512. Default 32.</summary>
    public int Grid { get; init; } = 32;

    /// <summary>Particles in a realisation, 1…5000; more are taken where the longest would not fit into the box. Default 36.</summary>
    public int Particles { get; init; } = 36;

    /// <summary>Random packings, 1…64. Default 2.</summary>
    public int Realisations { get; init; } = 2;

    /// <summary>Full charges an hour, 0.001…100. Default 0.2.</summary>
    public double RatePerHour { get; init; } = 0.2;

    /// <summary>Seed of packings and draws. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads, 1…256, shared out to realisations first and to the particles of each then. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How much of the cell is resolved. Default <see cref="CellFidelity.Rve"/>.</summary>
    public CellFidelity Fidelity { get; init; } = CellFidelity.Rve;

    /// <summary>Separator and lithium that a resolved box is completed with. Default: 25 µm of separator, the box alone as electrode.</summary>
    public CellSurroundings Surroundings { get; init; } = new();

    /// <summary>Shape model, agglomeration, binder and allowed overlap of the box; its grid, particles, seed and solids are those of this record and of the material.</summary>
    public StructureOptions Structure { get; init; } = new();

    /// <summary>The test that a resolved box is put through; null: constant current at <see cref="RatePerHour"/> to the material's cut-offs and back.</summary>
    public Protocol? Protocol { get; init; }

    /// <summary>Folder for the fields of the first realisation over time (<see cref="Output.CellFieldFiles"/>), or null for none.</summary>
    public string? FieldsFolder { get; init; }

    /// <summary>Folder in which unfinished realisations are kept every <see cref="StateInterval"/> and when the run is cancelled, or null.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Electronic conductivity of the pores of a resolved box, S/m: carbon that no voxel shows. Default 10⁻³.</summary>
    public double LinkConductivitySM { get; init; } = 1e-3;

    /// <summary>Time between two states. Default 2 minutes.</summary>
    public TimeSpan StateInterval { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether what is in <see cref="StateFolder"/> is taken up; a state of other inputs is refused.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether the threads give way to everything else on the machine, such as a running acquisition.</summary>
    public bool LowPriority { get; init; }

    /// <summary>A structure to run instead of packing one, such as tomography; there is one realisation then, and grid and particles are its own. Null packs.</summary>
    public BuiltStructure? Given { get; init; }

    /// <summary>The whole of the box's options.</summary>
    public StructureOptions StructureFor(Material material) => Structure with
    {
        Grid = Grid,
        Particles = Particles,
        Realisations = Realisations,
        Seed = Seed,
        Solids = material.ActiveVolumeFraction,
        RoughnessInnerCutoffNm = material.RoughnessInnerCutoffNm,
        Threads = Threads,
    };

    /// <summary>The options of a recipe's settings.</summary>
    public static CellModelOptions From(CellModelSettings settings, long seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new CellModelOptions
        {
            Grid = settings.Grid,
            Particles = settings.Particles,
            Realisations = settings.Realisations,
            RatePerHour = settings.RatePerHour,
            Fidelity = settings.Fidelity switch { CellModelFidelity.P2d => CellFidelity.P2d, CellModelFidelity.Particle => CellFidelity.Particle, _ => CellFidelity.Rve },
            Seed = seed,
            Threads = threads,
        };
    }

    /// <summary>Reads a fidelity's name: <c>particle</c>, <c>p2d</c>, <c>rve</c>.</summary>
    /// <exception cref="InputException">The name is unknown.</exception>
    public static CellFidelity ParseFidelity(string name) => name switch
    {
        "particle" => CellFidelity.Particle,
        "p2d" => CellFidelity.P2d,
        "rve" => CellFidelity.Rve,
        _ => throw new InputException($"there is no fidelity '{name}'", "--fidelity", "Give particle, p2d or rve"),
    };

    internal void Validate()
    {
        ValidateForHalfCell();
        Check(LinkConductivitySM is >= 1e-12 and <= 1e7, $"a conductivity of {LinkConductivitySM} S/m in the pores", "link", "1e-12 to 1e7 S/m");
        if (Fidelity == CellFidelity.P2d) throw new InputException("the resolved box is not the porous-electrode half cell", "fidelity", "Give rve or particle, or run the half-cell model");
    }

    internal void ValidateForHalfCell()
    {
        Check(Grid is >= 12 and <= 512, $"a grid of {Grid} voxels", "grid", "12 to 512");
        Check(Particles is >= 1 and <= 5000, $"{Particles} particles a realisation", "particles", "1 to 5000");
        Check(Realisations is >= 1 and <= 64, $"{Realisations} realisations", "realisations", "1 to 64");
        Check(RatePerHour is >= 0.001 and <= 100, $"a rate of {RatePerHour} an hour", "rate", "0.001 to 100");
        Check(Threads is >= 1 and <= 256, $"{Threads} threads", "threads", "1 to 256");
    }

    private static void Check(bool holds, string what, string where, string range)
    {
        if (!holds) throw new InputException($"{what} cannot be run", where, $"Give {range}");
    }
}
