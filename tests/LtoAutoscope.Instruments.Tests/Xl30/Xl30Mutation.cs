namespace LtoAutoscope.Instruments.Tests.Xl30;

/// <summary>Bytes as a bad line makes them: changed, lost, doubled, cut off, or as they were.</summary>
internal static class Xl30Mutation
{
    public static byte[] Of(byte[] bytes, Random random)
    {
        if (bytes.Length == 0) return bytes;
        int place = random.Next(bytes.Length);
        switch (random.Next(6))
        {
            case 0:
                byte[] changed = [.. bytes];
                changed[place] = (byte)random.Next(256);
                return changed;
            case 1:
                return [.. bytes[..place], .. bytes[(place + 1)..]];
            case 2:
                return [.. bytes[..place], (byte)random.Next(256), .. bytes[place..]];
            case 3:
                return bytes[..place];
            case 4:
                return [.. bytes, .. bytes[place..]];
            default:
                return bytes;
        }
    }
}
