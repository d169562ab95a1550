using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A sample to queue. With its stub it is registered and loaded by this; without, it must be registered and loaded already.</summary>
public sealed record SampleRequest
{
    /// <summary>Its name: letters, digits, dot, dash and underscore, at most 64.</summary>
    public required string Name { get; init; }

    /// <summary>The stub on which it sits; null where it is loaded already.</summary>
    public string? Stub { get; init; }

    /// <summary>Name of the recipe.</summary>
    public required string Recipe { get; init; }

    /// <summary>What it is, in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Name of the material.</summary>
    public string Material { get; init; } = Sample.DefaultMaterial;

    /// <summary>The diameter that its maker expects, nm, or null.</summary>
    public double? ExpectedDiameterNm { get; init; }

    /// <summary>A reservation about the scale, or null.</summary>
    public string? ScaleNote { get; init; }

    /// <summary>The batch that it belongs to.</summary>
    public string Batch { get; init; } = "";

    /// <summary>How it was made, or null.</summary>
    public Synthesis? Synthesis { get; init; }

    /// <summary>Specific surface, m²/g, or null.</summary>
    public double? BetAreaM2PerG { get; init; }

    /// <summary>What X-ray diffraction showed.</summary>
    public string XrdNotes { get; init; } = "";

    /// <summary>Whether who asks has seen the sample lie on its stub; otherwise the job is held until somebody confirms it.</summary>
    public bool Confirmed { get; init; }

    /// <summary>−100…100; higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>When it may be worked on, or null.</summary>
    public JobWindow? Window { get; init; }

    /// <summary>What is asked for where it differs from the recipe, or null.</summary>
    public JobGoal? Goal { get; init; }

    internal JobRequest ToJob() => new()
    {
        Sample = Stub is null ? null : ToSample(Stub), SampleName = Name, RecipeName = Recipe, Confirmed = Confirmed, Priority = Priority, Window = Window, Goal = Goal,
    };

    private Sample ToSample(string stub) => new()
    {
        Name = Name,
        Stub = stub,
        Batch = Batch,
        Synthesis = Synthesis,
        BetAreaM2PerG = BetAreaM2PerG,
        XrdNotes = XrdNotes,
        Description = Description,
        Material = Material,
        ExpectedDiameterNm = ExpectedDiameterNm,
        ScaleNote = ScaleNote,
    };
}
