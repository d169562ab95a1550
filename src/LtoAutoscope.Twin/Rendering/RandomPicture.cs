using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>Makes the picture and the instance mask of a random scene, and tells which share of the picture shows particles that are not in the mask.</summary>
internal static class RandomPicture
{
    internal static (GreyImage Image, LabelImage Labels, double Unlabelled) Make(RandomScene scene, ref HashRandom random, CancellationToken cancellationToken)
    {
        scene = Aim(scene, ref random);
        int margin = Math.Clamp((int)Math.Ceiling(3 * scene.BlurPx) + 4, 16, 48);
        ViewGeometry g = new(scene.View, margin);
        Scene painted = Compose(scene, g, ref random, cancellationToken);
        LabelImage labels = DrawableTruth.Of(painted);
        double unlabelled = DrawableTruth.Unlabelled(painted, labels);
        float[] signal = painted.Signal;
        Blur(signal, g, scene, random.Next(0, Math.PI));
        scene.Artefacts.Apply(signal, g, ref random);
        GreyImage image = Finish(scene, signal, g, margin);
        if (scene.Marked)
        {
            BurntInMarks.Draw(image, labels, ref random);
            if (random.Chance(0.5)) image = Soften(image, (float)random.Next(0.35, 0.7));
        }

        return (image, DrawableTruth.Tidy(labels), unlabelled);
    }

    /// <summary>Turns the view to where a particle is, as people do: empty pictures teach little.</summary>
    private static RandomScene Aim(RandomScene scene, ref HashRandom random)
    {
        var field = new ParticleField(scene.Powder);
        long i = random.NextInt(-1000, 1000), j = random.NextInt(-1000, 1000);
        PowderParticle[] near = field.Grow(i, j);
        for (int tries = 0; near.Length == 0 && tries < 400; tries++) near = field.Grow(++i, j);
        if (near.Length == 0) return scene;
        PowderParticle aim = near[random.NextInt(0, near.Length - 1)];
        double reach = 0.4 * scene.View.FieldWidthUm / 1000;
        return scene with { View = scene.View with { CentreXMm = aim.X * 1e-6 + random.Next(-reach, reach), CentreYMm = aim.Y * 1e-6 + random.Next(-reach, reach) } };
    }

    private static GreyImage Soften(GreyImage image, float sigma)
    {
        float[] values = Array.ConvertAll(image.Pixels, v => (float)v);
        GaussianBlur.Apply(values, image.Width, image.Height, sigma, sigma);
        return new GreyImage(image.Width, image.Height, image.BitsPerPixel, Array.ConvertAll(values, v => (ushort)(v + 0.5f)));
    }

    private static Scene Compose(RandomScene scene, ViewGeometry g, ref HashRandom random, CancellationToken cancellationToken)
    {
        var painted = new Scene(g);
        bool solid = scene.Look.Absorption <= 0;
        SubstratePainter.Paint(painted, scene.Look, random.NextBits());
        SupportPainter.Paint(painted, scene.Support, scene.Powder.MedianDiameterNm, ref random);
        (double x0, double y0, double x1, double y1) = g.Bounds();
        if (scene.DeepLayerBlurPx > 0)
        {
            var deep = new ParticleField(scene.Powder with { Seed = random.NextBits(), NumberDensityPerUm2 = scene.Powder.NumberDensityPerUm2 * random.Next(0.3, 1.2) });
            var below = new Scene(g);
            painted.Signal.CopyTo(below.Signal, 0);
            new ReliefPainter(scene.Look with { ToneSpread = 0.2f }).Paint(below, deep.In(x0, y0, x1, y1, cancellationToken), cancellationToken);
            float share = (float)random.Next(0.25, 0.6);
            GaussianBlur.Apply(below.Signal, g.Width, g.Height, (float)scene.DeepLayerBlurPx, (float)scene.DeepLayerBlurPx);
            for (int i = 0; i < painted.Signal.Length; i++) painted.Signal[i] += share * (below.Signal[i] - painted.Signal[i]);
        }

        var field = new ParticleField(scene.Powder);
        List<PowderParticle> particles = field.In(x0, y0, x1, y1, cancellationToken);
        if (solid)
        {
            new ReliefPainter(scene.Look).Paint(painted, particles, cancellationToken);
            PileShadow.Apply(painted, scene.Look);
        }
        else
        {
            new ParticlePainter(scene.Look).Paint(painted, particles, cancellationToken);
        }

        return painted;
    }

    private static void Blur(float[] signal, ViewGeometry g, RandomScene scene, double angle)
    {
        double major = scene.BlurPx * scene.BlurPx, minor = major / (scene.Astigmatism * scene.Astigmatism);
        (double sin, double cos) = Math.SinCos(angle);
        GaussianBlur.Apply(signal, g.Width, g.Height, major * cos * cos + minor * sin * sin, (major - minor) * sin * cos, major * sin * sin + minor * cos * cos);
    }

    private static GreyImage Finish(RandomScene scene, float[] signal, ViewGeometry g, int margin)
    {
        // The operator sets contrast and brightness by the histogram.
        var sorted = new float[signal.Length / 7 + 1];
        for (int i = 0, k = 0; i < signal.Length; i += 7, k++) sorted[k] = signal[i];
        Array.Sort(sorted);
        double low = sorted[sorted.Length / 100], high = sorted[sorted.Length - 1 - sorted.Length / 200];
        double scale = (scene.Levels.Bright - scene.Levels.Dark) / Math.Max(0.12, high - low);
        var detector = new Detector { BlackLevel = scene.Levels.Dark - scale * low, Scale = scale, ReadNoise = 0.004, Yield = 1 };
        ViewRequest view = scene.View with { ProbeCurrentPa = scene.Electrons / 6.241509, DwellUs = 1 };
        GreyImage deep = detector.Expose(signal, g.Width, margin, view);
        var late = new float[deep.Pixels.Length];
        for (int i = 0; i < late.Length; i++) late[i] = deep.Pixels[i] / 65535f;
        if (scene.LateBlurPx > 0) GaussianBlur.Apply(late, deep.Width, deep.Height, (float)scene.LateBlurPx, (float)scene.LateBlurPx);
        var image = new GreyImage(deep.Width, deep.Height, 8);
        for (int i = 0; i < late.Length; i++)
        {
            float v = scene.Gamma == 1 ? late[i] : MathF.Pow(late[i], (float)scene.Gamma);
            if (scene.Inverted) v = 1 - v;
            image.Pixels[i] = (ushort)Math.Clamp(255 * v + 0.5f, 0, 255);
        }

        return image;
    }
}
