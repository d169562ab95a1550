using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Tests.Servers;

/// <summary>A grey wedge.</summary>
internal sealed class FlatWorld : ISampleWorld
{
    public GreyImage Render(ViewRequest view, CancellationToken cancellationToken)
    {
        var image = new GreyImage(view.WidthPx, view.HeightPx, view.BitsPerPixel);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)((i * 7 + (int)(view.Identity % 100)) & image.MaximumValue);
        return image;
    }

    public double SurfaceWorkingDistanceMm(double xMm, double yMm) => 10;

    public LabelImage? Truth(ViewRequest view, CancellationToken cancellationToken) => null;
}
