using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Tests;

/// <summary>Grey images of bright discs on a dark, noisy substrate.</summary>
internal static class Scenes
{
    internal static string Model => Path.Combine(AppContext.BaseDirectory, "Fixtures", "bright.onnx");

    /// <summary>The network that ships.</summary>
    internal static string ShippedModel => Path.Combine(AppContext.BaseDirectory, "Fixtures", "lto-unet.onnx");

    internal static string WrongModel => Path.Combine(AppContext.BaseDirectory, "Fixtures", "wrong-shape.onnx");

    internal static GreyImage Discs(int width, int height, int bits, int seed, params (double X, double Y, double Diameter)[] discs)
    {
        var random = new Random(seed);
        var image = new GreyImage(width, height, bits);
        int unit = bits == 16 ? 257 : 1;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bool inside = discs.Any(d => (x - d.X) * (x - d.X) + (y - d.Y) * (y - d.Y) <= d.Diameter * d.Diameter / 4);
                image[x, y] = (ushort)((inside ? 180 : 50) * unit + random.Next(-15 * unit, 15 * unit));
            }
        }

        return image;
    }

    /// <summary>A regular field of discs of one size, none at the border.</summary>
    internal static GreyImage Field(int width, int height, double diameter, int seed = 1)
    {
        List<(double, double, double)> discs = [];
        double pitch = 1.8 * diameter;
        for (double y = pitch; y < height - diameter; y += pitch)
            for (double x = pitch; x < width - diameter; x += pitch) discs.Add((x, y, diameter));
        return Discs(width, height, 8, seed, [.. discs]);
    }

    internal static GreyImage WithDataBar(GreyImage picture, int rows, ushort grey, bool line)
    {
        var image = new GreyImage(picture.Width, picture.Height + rows, picture.BitsPerPixel);
        picture.Pixels.CopyTo(image.Pixels, 0);
        Array.Fill(image.Pixels, grey, picture.Pixels.Length, rows * picture.Width);
        ushort ink = (ushort)(image.MaximumValue - grey);
        for (int y = picture.Height + rows / 4; y < picture.Height + rows * 3 / 4; y++)
            for (int x = 20; x < picture.Width / 3; x++)
                if (x / 3 % 2 == 0) image[x, y] = ink;
        if (line)
            for (int x = 0; x < image.Width; x++) image[x, picture.Height] = image[x, image.Height - 1] = ink;
        return image;
    }
}
