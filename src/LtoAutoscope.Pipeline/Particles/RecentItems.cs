namespace LtoAutoscope.Pipeline.Particles;

/// <summary>Keeps what was asked for lately, up to a cost in all; the longest unasked goes first.</summary>
/// <remarks>Thread safety: all members may be called from any thread.</remarks>
internal sealed class RecentItems<T>(long mostCost)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Key, T Item, long Cost)> _order = [];
    private readonly Dictionary<string, LinkedListNode<(string Key, T Item, long Cost)>> _items = new(StringComparer.Ordinal);
    private long _cost;

    public bool TryGet(string key, out T? item)
    {
        lock (_lock)
        {
            item = default;
            if (!_items.TryGetValue(key, out LinkedListNode<(string Key, T Item, long Cost)>? node)) return false;
            _order.Remove(node);
            _order.AddFirst(node);
            item = node.Value.Item;
            return true;
        }
    }

    public void Put(string key, T item, long cost)
    {
        lock (_lock)
        {
            if (_items.ContainsKey(key) || cost > mostCost) return;
            _items[key] = _order.AddFirst((key, item, cost));
            _cost += cost;
            while (_cost > mostCost && _order.Last is { } last)
            {
                _cost -= last.Value.Cost;
                _items.Remove(last.Value.Key);
                _order.RemoveLast();
            }
        }
    }
}
