using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>Makes the picture and the instance mask of a random scene, and tells which share of the picture shows particles that are not in the mask.</summary>
internal static class RandomPicture
{
    private const int SmallestInstancePx = 12;
    private const double SmallestVisibleShare = 0.2;
    private const double DarkestShare = 0.3;

    internal static (GreyImage Image, LabelImage Labels, double Unlabelled) Make(RandomScene scene, ref HashRandom random, CancellationToken cancellationToken)
    {
        scene = Aim(scene, ref random);
        int margin = Math.Clamp((int)Math.Ceiling(3 * scene.BlurPx) + 4, 16, 48);
        ViewGeometry g = new(scene.View, margin);
        Scene painted = Compose(scene, g, ref random, cancellationToken);
        HashSet<ulong> dark = TooDark(painted);
        LabelImage labels = painted.Labels((p, visible, whole) => visible >= SmallestInstancePx && (visible >= SmallestVisibleShare * whole || IsCut(p, g)) && !dark.Contains(p.Id));
        int slivers = Slivers(painted, labels, g);
        float[] signal = painted.Signal;
        Blur(signal, g, scene, random.Next(0, Math.PI));
        scene.Artefacts.Apply(signal, g, ref random);
        GreyImage image = Finish(scene, signal, g, margin);
        if (scene.Marked)
        {
            BurntInMarks.Draw(image, labels, ref random);
            if (random.Chance(0.5)) image = Soften(image, (float)random.Next(0.35, 0.7));
        }

        return (image, Tidy(labels), (double)slivers / labels.Labels.Length);
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

    /// <summary>Particles that lie so deep in the shadow that they look like the gap: nobody would outline them.</summary>
    private static HashSet<ulong> TooDark(Scene painted)
    {
        if (painted.Particles.Count == 0) return [];
        var sum = new double[painted.Particles.Count];
        var count = new int[sum.Length];
        for (int i = 0; i < painted.Top.Length; i++)
        {
            int p = painted.Top[i] - 1;
            if (p < 0) continue;
            sum[p] += painted.Signal[i];
            count[p]++;
        }

        double[] means = [.. sum.Zip(count).Where(p => p.Second > 0).Select(p => p.First / p.Second).Order()];
        if (means.Length == 0) return [];
        double limit = DarkestShare * means[means.Length * 3 / 4];
        return [.. Enumerable.Range(0, sum.Length).Where(p => count[p] > 0 && sum[p] < limit * count[p]).Select(p => painted.Particles[p].Id)];
    }

    /// <summary>Pixels that show a particle without being labelled.</summary>
    private static int Slivers(Scene painted, LabelImage labels, ViewGeometry g)
    {
        int n = 0;
        for (int y = 0; y < labels.Height; y++)
            for (int x = 0; x < labels.Width; x++)
                if (labels[x, y] == 0 && painted.Top[(y + g.Margin) * g.Width + x + g.Margin] != 0) n++;
        return n;
    }

    private static bool IsCut(PowderParticle p, ViewGeometry g)
    {
        (double x, double y) = g.Pixel(p.X, p.Y);
        double reach = p.Reach / g.PixelNm;
        return x - reach < g.Margin || y - reach < g.Margin || x + reach > g.Width - g.Margin || y + reach > g.Height - g.Margin;
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

    /// <summary>Drops what the marks left of an instance and closes the gaps in the numbering.</summary>
    private static LabelImage Tidy(LabelImage labels)
    {
        var count = new int[labels.Maximum + 1];
        foreach (int l in labels.Labels) count[l]++;
        var number = new int[count.Length];
        int next = 0;
        for (int l = 1; l < count.Length; l++) number[l] = count[l] >= SmallestInstancePx ? ++next : 0;
        for (int i = 0; i < labels.Labels.Length; i++) labels.Labels[i] = number[labels.Labels[i]];
        return labels;
    }
}
