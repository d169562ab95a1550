namespace LtoAutoscope.Fem.Solvers;

/// <summary>Runs a body over planes, in one piece on this thread or in slabs on several. The body is a stored delegate, so one thread allocates nothing.</summary>
internal static class Slabs
{
    /// <param name="planes">Planes 0…planes − 1.</param>
    /// <param name="threads">Threads, at least 1.</param>
    /// <param name="body">Gets the slab's number (below <paramref name="threads"/>), its first plane and the plane after its last.</param>
    internal static void Run(int planes, int threads, Action<int, int, int> body)
    {
        int slabs = Math.Min(threads, planes);
        if (slabs <= 1)
        {
            body(0, 0, planes);
            return;
        }

        RunParallel(planes, slabs, body);
    }

    private static void RunParallel(int planes, int slabs, Action<int, int, int> body)
        => Parallel.For(0, slabs, new ParallelOptions { MaxDegreeOfParallelism = slabs, TaskScheduler = TaskScheduler.Current }, slab =>
            body(slab, (int)((long)planes * slab / slabs), (int)((long)planes * (slab + 1) / slabs)));
}
