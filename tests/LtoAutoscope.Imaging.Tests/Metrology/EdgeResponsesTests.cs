using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Imaging.Tests.Metrology;

public sealed class EdgeResponsesTests
{
    private const int Side = 160;
    private const double Radius = 24;

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.6)]
    [InlineData(2.4)]
    public void Attach_DiscOfKnownBlur_ReadsTheBlurFromTheGrey(double sigma)
    {
        EdgeResponse response = Respond(sigma, 1.5);

        Assert.InRange(response.BlurNm / 2, 0.85 * sigma, 1.15 * sigma);
    }

    [Fact]
    public void Attach_DiscOfKnownSlope_GivesTheThresholdsSensitivity()
    {
        // p falls as Φ(−r/s) across the edge: dr/dT = −s·√(2π) at one half, and d ln(d)/dT = −s·√(2π)/R.
        const double slope = 1.5;
        EdgeResponse response = Respond(1.2, slope);
        double expected = -slope * Math.Sqrt(2 * Math.PI) / Radius;

        Assert.InRange(response.DiameterPerThreshold, 1.15 * expected, 0.85 * expected);
        Assert.InRange(response.AspectRatioPerThreshold, -0.05, 0.05);
    }

    [Fact]
    public void Attach_Blur_MovesACurvedEdgeInwards()
    {
        // The half level of a disc blurred by σ lies σ²/(2R) further in: ln(d) falls by σ²/(2R²), to be had within what pixels allow.
        EdgeResponse response = Respond(2.4, 1);

        Assert.InRange(response.DiameterBlur, -3 * 2.4 * 2.4 / (2 * Radius * Radius), 0);
        Assert.NotEqual(0, response.DiameterBlur);
    }

    [Fact]
    public void Attach_ParticleAtTheBorder_HasNoResponse()
    {
        (GreyImage image, LabelImage labels, float[] map) = Disc(8, 80, 1, 1);
        IReadOnlyList<Particle> particles = ParticleContacts.Classify(labels, ParticleMeasurer.Measure(labels, map, 2, "f"));

        Assert.All(EdgeResponses.Attach(image, labels, map, 0.5, 2, particles), p => Assert.Null(p.Edge));
    }

    private static EdgeResponse Respond(double blur, double slope)
    {
        (GreyImage image, LabelImage labels, float[] map) = Disc(80.3, 79.6, blur, slope);
        IReadOnlyList<Particle> particles = ParticleContacts.Classify(labels, ParticleMeasurer.Measure(labels, map, 2, "f"));
        return EdgeResponses.Attach(image, labels, map, 0.5, 2, particles).Single().Edge!;
    }

    /// <summary>A bright disc whose grey and whose probability fall across the edge as error functions.</summary>
    private static (GreyImage Image, LabelImage Labels, float[] Map) Disc(double centreX, double centreY, double blur, double slope)
    {
        var image = new GreyImage(Side, Side, 16);
        var labels = new LabelImage(Side, Side);
        float[] map = new float[Side * Side];
        for (int i = 0; i < map.Length; i++)
        {
            double x = i % Side - centreX, y = i / Side - centreY, inside = Radius - Math.Sqrt(x * x + y * y);
            image.Pixels[i] = (ushort)(8000 + 30000 * MathNet.Numerics.Distributions.Normal.CDF(0, blur, inside));
            map[i] = (float)MathNet.Numerics.Distributions.Normal.CDF(0, slope, inside);
            labels.Labels[i] = map[i] > 0.5 ? 1 : 0;
        }

        return (image, labels, map);
    }
}
