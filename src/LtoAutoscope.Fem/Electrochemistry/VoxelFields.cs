using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>Nodal values of the particles as one value a voxel of the box.</summary>
internal static class VoxelFields
{
    /// <summary>Lithiation (mean of a voxel's nodes) and film in nanometres (mean of its surface nodes; NaN where it has none).</summary>
    internal static (float[] Lithiation, float[] FilmNm) Of(VoxelMicrostructure structure, IReadOnlyList<ParticleState> particles)
    {
        var lithiation = new float[structure.Labels.Length];
        var film = new float[structure.Labels.Length];
        Array.Fill(lithiation, float.NaN);
        Array.Fill(film, float.NaN);
        foreach (var state in particles)
        {
            var mesh = state.Mesh;
            if (!mesh.Particle.OnGrid) continue;
            var grid = mesh.Grid;
            var x = state.Accepted;
            double[] filmAt = grid.CreateVector();
            Array.Fill(filmAt, double.NaN);
            for (int s = 0; s < mesh.SurfaceNodes.Length; s++) filmAt[mesh.SurfaceNodes[s]] = state.Film[s];
            foreach (var (vx, vy, vz) in mesh.Particle.Voxels)
            {
                double sum = 0, thickness = 0;
                int surface = 0;
                for (int c = 0; c < 8; c++)
                {
                    int node = grid.Node(vx - mesh.Origin.X + (c & 1), vy - mesh.Origin.Y + ((c >> 1) & 1), vz - mesh.Origin.Z + (c >> 2));
                    sum += x[node];
                    if (double.IsNaN(filmAt[node])) continue;
                    thickness += filmAt[node];
                    surface++;
                }

                int v = structure.Index(vx, vy, vz);
                lithiation[v] = (float)(sum / 8);
                if (surface > 0) film[v] = (float)(1e9 * thickness / surface);
            }
        }

        return (lithiation, film);
    }
}
