namespace LtoAutoscope.Fem.Microstructures;

/// <summary>A sphere of triangles: an icosahedron whose triangles are cut into four, again and again. The corners of a coarse level are the first ones of a finer one.</summary>
internal sealed class Icosphere
{
    private Icosphere(Vector3[] corners, IReadOnlyList<(int A, int B, int C)[]> levels)
    {
        Corners = corners;
        Levels = levels;
    }

    /// <summary>Corners of the finest level, unit vectors.</summary>
    internal Vector3[] Corners { get; }

    /// <summary>Triangles of each level, the icosahedron first.</summary>
    internal IReadOnlyList<(int A, int B, int C)[]> Levels { get; }

    internal static Icosphere Create(int subdivisions)
    {
        double t = (1 + Math.Sqrt(5)) / 2;
        List<Vector3> corners =
        [
            .. new Vector3[]
            {
                new(-1, t, 0), new(1, t, 0), new(-1, -t, 0), new(1, -t, 0), new(0, -1, t), new(0, 1, t),
                new(0, -1, -t), new(0, 1, -t), new(t, 0, -1), new(t, 0, 1), new(-t, 0, -1), new(-t, 0, 1),
            }.Select(v => v.Normalised()),
        ];
        List<(int A, int B, int C)[]> levels =
        [
            [
                (0, 11, 5), (0, 5, 1), (0, 1, 7), (0, 7, 10), (0, 10, 11), (1, 5, 9), (5, 11, 4), (11, 10, 2), (10, 7, 6), (7, 1, 8),
                (3, 9, 4), (3, 4, 2), (3, 2, 6), (3, 6, 8), (3, 8, 9), (4, 9, 5), (2, 4, 11), (6, 2, 10), (8, 6, 7), (9, 8, 1),
            ],
        ];
        for (int s = 0; s < subdivisions; s++)
        {
            var middles = new Dictionary<(int, int), int>();
            levels.Add([.. levels[^1].SelectMany(face =>
            {
                int ab = Middle(face.A, face.B), bc = Middle(face.B, face.C), ca = Middle(face.C, face.A);
                return new[] { (face.A, ab, ca), (face.B, bc, ab), (face.C, ca, bc), (ab, bc, ca) };
            })]);

            int Middle(int a, int b)
            {
                var key = (Math.Min(a, b), Math.Max(a, b));
                if (middles.TryGetValue(key, out int index)) return index;
                corners.Add((corners[a] + corners[b]).Normalised());
                middles.Add(key, corners.Count - 1);
                return corners.Count - 1;
            }
        }

        return new Icosphere([.. corners], levels);
    }
}
