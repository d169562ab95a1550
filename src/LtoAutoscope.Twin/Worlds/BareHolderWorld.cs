using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Rendering;

namespace LtoAutoscope.Twin.Worlds;

/// <summary>What lies between the stubs: bare aluminium with a coarse texture and nothing on it.</summary>
/// <param name="surface">Where it lies under the lens.</param>
public sealed class BareHolderWorld(SurfacePlane surface) : ISampleWorld
{
    private const ulong Seed = 0xA1;
    private const int Margin = 24;
    private static readonly SceneLook Look = new() { SubstrateLevel = 0.8f, SubstrateTexture = 0.3f, SubstrateScaleNm = 4000, SubstratePersistence = 0.8f };
    private readonly Detector _detector = new();

    /// <inheritdoc/>
    public double SurfaceWorkingDistanceMm(double xMm, double yMm) => surface.At(xMm, yMm);

    /// <inheritdoc/>
    public GreyImage Render(ViewRequest view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        ProbeSpot spot = ProbeSpot.Of(view);
        var scene = new Scene(new ViewGeometry(view, Margin + new ScanWarp(view).Reach));
        SubstratePainter.Paint(scene, Look, Seed);
        cancellationToken.ThrowIfCancellationRequested();
        return ImageFormation.Finish(scene.Signal, scene.Geometry, view, spot, _detector);
    }

    /// <inheritdoc/>
    public LabelImage? Truth(ViewRequest view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new LabelImage(view.WidthPx, view.HeightPx);
    }
}
