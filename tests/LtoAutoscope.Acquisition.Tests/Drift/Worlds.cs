using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Acquisition.Tests.Drift;

/// <summary>Samples of the twin and frames of them.</summary>
internal static class Worlds
{
    public static SyntheticPowderWorld Powder { get; } = new(DemoHolder.RoundedPowder(1));

    public static BareHolderWorld Bare { get; } = new(new SurfacePlane());

    /// <summary>A frame whose middle lies some pixels beside a place; pixels as in a frame of 1024 over 2.9 µm.</summary>
    public static GreyImage Frame(ISampleWorld world, double rightPx = 0, double downPx = 0, double dwellUs = 1, int width = 512, int height = 384, ulong identity = 1, double pixelNm = 2900.0 / 1024, Func<ViewRequest, ViewRequest>? with = null, double xMm = 0.1)
    {
        var view = new ViewRequest
        {
            CentreXMm = xMm + rightPx * pixelNm * 1e-6, CentreYMm = 0.2 - downPx * pixelNm * 1e-6, FieldWidthUm = width * pixelNm / 1000, WidthPx = width, HeightPx = height, DwellUs = dwellUs, Identity = identity,
        };
        return world.Render(with?.Invoke(view) ?? view, TestContext.Current.CancellationToken);
    }

    public static FrameMetadata Metadata(GreyImage image, string frameId, double currentPa = 100, double dwellUs = 1) => new()
    {
        FrameId = frameId, WidthPx = image.Width, HeightPx = image.Height, BitsPerPixel = image.BitsPerPixel, PixelSizeNm = 2900.0 / 1024, DwellUs = dwellUs, ProbeCurrentPa = currentPa,
    };
}
