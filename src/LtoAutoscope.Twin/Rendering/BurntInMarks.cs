using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>Draws what vendors and journals burn into pictures: data bars, scale bars, panel letters. Where a mark covers the picture the mask is background.</summary>
internal static class BurntInMarks
{
    private static readonly string[] Panels = ["a", "b", "c", "d", "(a)", "(b)", "(c)", "(d)", "A", "B", "C", "D", "(e)", "(f)", "E", "F"];
    private static readonly string[] Details = ["5.00 kV", "x 50.0 k", "WD 4.1 mm", "InLens", "SE2", "SE", "HV 15.0 kV", "MAG 100 kx", "Det TLD", "10.0 kV 8.3mm", "x80.0k SE(U)", "EHT 3.00 kV", "12/04/2017", "SEI", "File 031", "spot 3.0", "HFW 2.07"];
    private static readonly string[] Lengths = ["20 nm", "50 nm", "100 nm", "200 nm", "300 nm", "500 nm", "1 um", "2 um", "1.00um"];

    internal static void Draw(GreyImage image, LabelImage labels, ref HashRandom random)
    {
        double kind = random.Next();
        if (kind < 0.45) DataBar(image, labels, ref random);
        if (kind is > 0.3 and < 0.85) ScaleBar(image, labels, ref random);
        if (kind > 0.5) Panel(image, labels, ref random);
    }

    private static void DataBar(GreyImage image, LabelImage labels, ref HashRandom random)
    {
        int height = Math.Max(10, (int)(image.Height * random.Next(0.05, 0.14))), top = image.Height - height;
        bool dark = random.Chance(0.8);
        ushort ground = (ushort)(dark ? random.NextInt(0, 25) : random.NextInt(225, 255)), ink = (ushort)(dark ? random.NextInt(200, 255) : random.NextInt(0, 40));
        Fill(image, labels, 0, top, image.Width, height, ground);
        int lines = height > 36 ? 2 : 1, size = Math.Max(1, height / lines / 11);
        for (int line = 0; line < lines; line++)
        {
            int x = random.NextInt(2, 12), y = top + line * height / lines + (height / lines - 7 * size) / 2;
            while (x < image.Width - 30)
            {
                x = Text(image, labels, x, y, size, Details[random.NextInt(0, Details.Length - 1)], ink) + random.NextInt(4, 30);
                if (!random.Chance(0.35)) continue;
                int length = random.NextInt(15, 90);
                Fill(image, labels, x, y + 3 * size, Math.Min(length, image.Width - x - 1), size, ink);
                x += length + 6;
            }
        }
    }

    private static void ScaleBar(GreyImage image, LabelImage labels, ref HashRandom random)
    {
        int size = random.NextInt(1, Math.Max(1, image.Height / 130)), length = (int)(image.Width * random.Next(0.08, 0.35));
        bool light = random.Chance(0.6), right = random.Chance(0.6);
        ushort ink = (ushort)(light ? random.NextInt(225, 255) : random.NextInt(0, 30));
        int x = right ? image.Width - length - random.NextInt(6, 30) : random.NextInt(6, 30), y = image.Height - random.NextInt(14, 34) - 9 * size;
        string text = Lengths[random.NextInt(0, Lengths.Length - 1)];
        int textX = x + Math.Max(0, (length - 6 * size * text.Length) / 2);
        if (random.Chance(0.25)) Fill(image, labels, x - 5, y - 4, length + 10, 9 * size + 14, (ushort)(light ? random.NextInt(0, 30) : random.NextInt(225, 255)));
        Text(image, labels, textX, y, size, text, ink);
        Fill(image, labels, x, y + 8 * size + 2, length, random.NextInt(1, 2 * size + 1), ink);
    }

    private static void Panel(GreyImage image, LabelImage labels, ref HashRandom random)
    {
        int size = random.NextInt(2, Math.Max(2, image.Height / 90));
        string text = Panels[random.NextInt(0, Panels.Length - 1)];
        int x = random.NextInt(2, 14), y = random.NextInt(2, 14);
        if (random.Chance(0.15)) x = image.Width - 6 * size * text.Length - x;
        bool light = random.Chance(0.6);
        if (random.Chance(0.35)) Fill(image, labels, x - 4, y - 3, 6 * size * text.Length + 8, 7 * size + 8, (ushort)(light ? 0 : 255));
        Text(image, labels, x, y, size, text, (ushort)(light ? 255 : 0));
    }

    private static int Text(GreyImage image, LabelImage labels, int x, int y, int size, string text, ushort ink)
    {
        foreach (char c in text)
        {
            ReadOnlySpan<byte> glyph = BitmapFont.Columns(c);
            for (int column = 0; column < glyph.Length; column++)
                for (int row = 0; row < 7; row++)
                    if ((glyph[column] >> row & 1) != 0) Fill(image, labels, x + column * size, y + row * size, size, size, ink);
            x += 6 * size;
        }

        return x;
    }

    private static void Fill(GreyImage image, LabelImage labels, int x, int y, int width, int height, ushort value)
    {
        for (int j = Math.Max(0, y); j < Math.Min(image.Height, y + height); j++)
        {
            for (int i = Math.Max(0, x); i < Math.Min(image.Width, x + width); i++)
            {
                image[i, j] = value;
                labels[i, j] = 0;
            }
        }
    }
}
