using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Twin.Worlds;

/// <summary>A whole holder: each stub carries its own world, bare metal lies between.</summary>
/// <remarks>Thread safety: that of the worlds; those of this project are free to share.</remarks>
public sealed class HolderWorld : ISampleWorld
{
    private const double HeightBetweenStubsMm = -0.5;
    private readonly IReadOnlyDictionary<string, ISampleWorld> _worlds;
    private readonly ISampleWorld _between;

    /// <param name="map">Where the stubs are.</param>
    /// <param name="worlds">The world of each stub by its name; stubs without one are bare.</param>
    /// <param name="between">What lies elsewhere; bare metal half a millimetre below the stubs when null.</param>
    /// <exception cref="InputException">A world belongs to a stub that the map lacks.</exception>
    public HolderWorld(HolderMap map, IReadOnlyDictionary<string, ISampleWorld> worlds, ISampleWorld? between = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(worlds);
        foreach (string name in worlds.Keys)
            if (map.Find(name) is null) throw new InputException($"The holder has no stub '{name}'", map.Name, "Name stubs of the map");
        Map = map;
        _worlds = new Dictionary<string, ISampleWorld>(worlds, StringComparer.OrdinalIgnoreCase);
        _between = between ?? new BareHolderWorld(new SurfacePlane { WorkingDistanceMm = new SurfacePlane().WorkingDistanceMm - HeightBetweenStubsMm, UndulationNm = 0 });
    }

    /// <summary>Where the stubs are.</summary>
    public HolderMap Map { get; }

    /// <summary>The world under a stage position.</summary>
    public ISampleWorld At(double xMm, double yMm)
    {
        foreach (Stub stub in Map.Stubs)
        {
            double dx = xMm - stub.XMm, dy = yMm - stub.YMm;
            if (dx * dx + dy * dy <= stub.RadiusMm * stub.RadiusMm && _worlds.TryGetValue(stub.Name, out ISampleWorld? world)) return world;
        }

        return _between;
    }

    /// <inheritdoc/>
    public double SurfaceWorkingDistanceMm(double xMm, double yMm) => At(xMm, yMm).SurfaceWorkingDistanceMm(xMm, yMm);

    /// <inheritdoc/>
    public GreyImage Render(ViewRequest view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        return At(view.CentreXMm, view.CentreYMm).Render(view, cancellationToken);
    }

    /// <inheritdoc/>
    public LabelImage? Truth(ViewRequest view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        return At(view.CentreXMm, view.CentreYMm).Truth(view, cancellationToken);
    }
}
